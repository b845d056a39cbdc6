/** The report that students write: questions, points, word limits and figures. The template and its check are made from it. */
import type { Question, ReportPlan } from '#lib/report/plan.ts';

const maxWords = 350;

const questions: readonly Question[] = [
  {
    number: '1.1',
    title: 'Saliency maps',
    points: 5,
    maxWords,
    task: 'What does a saliency map show, and how is it computed? Where do your maps agree with what you would look at yourself, and where do they not? What can a map not tell?',
    instructions: 'Talk about pictures that you chose: `npm run saliency_map -- --images a.jpg b.jpg`.',
    figures: [
      {
        title: 'Saliency maps, by hand and with the library',
        file: 'saliency_map.png',
        command: 'npm run saliency_map',
      },
    ],
  },
  {
    number: '1.2',
    title: 'Guided backprop and Grad-CAM',
    points: 5,
    maxWords,
    task: 'Compare guided backprop, Grad-CAM and their product: which of them depends on the class, which is sharp, and why? Explain it by how each is computed.',
    instructions: 'Try another class for the same picture: `npm run gradcam -- --images a.jpg --classes dog`.',
    figures: [
      { title: 'Guided backprop, Grad-CAM and guided Grad-CAM', file: 'gradcam.png', command: 'npm run gradcam' },
    ],
  },
  {
    number: '1.3',
    title: 'Fooling images',
    points: 5,
    maxWords,
    task: 'How can a difference that is hardly visible change the class? How many steps did it take, and on what does that depend? What would you do against it?',
    instructions: 'The learning rate and the target class are options: `npm run fooling_image -- --help`.',
    figures: [
      {
        title: 'Original, fooling image, difference, difference ×10',
        file: 'fooling_image.png',
        command: 'npm run fooling_image',
      },
    ],
  },
  {
    number: '1.4',
    title: 'Class visualization',
    points: 5,
    maxWords,
    task: 'What do the images of the classes show, and what do they say about what the network has learned? What is the regularization for? Say what happens without it.',
    instructions: 'Classes and iterations are options: `npm run class_visualization -- --help`.',
    figures: [
      {
        title: 'Images of two classes as they emerge',
        file: 'class_visualization.png',
        command: 'npm run class_visualization',
      },
    ],
  },
  {
    number: '1.5',
    title: 'Attribution with the library',
    points: 5,
    maxWords,
    task: 'Compare the maps of an early layer with those of the last one, and activation with conductance. Where do the library and your own functions agree, and where should they not?',
    instructions: '`npm run gradcam` draws this figure together with the one of question 1.2.',
    figures: [{ title: 'Layer attribution with the library', file: 'gradcam_captum.png', command: 'npm run gradcam' }],
  },
  {
    number: '1.6',
    title: 'A paper',
    points: 10,
    maxWords,
    task: 'Summarize one of three papers: Axiomatic Attribution for Deep Networks (Integrated Gradients), Sanity Checks for Saliency Maps, or Shap-CAM. What is its question, its method, its strongest evidence? What remains open, and what does it say about your own figures?',
    instructions: 'Name the paper in your first sentence. Write in your own words, and cite what you quote.',
    figures: [],
  },
  {
    number: '2.1',
    title: 'Style transfer',
    points: 5,
    maxWords,
    task: 'What does each of the three losses contribute? Compare the two style sets: how do the weights of the layers change what is taken from the painting?',
    instructions: 'The second figure needs a folder of its own, since both have the same name.',
    figures: [
      { title: 'The first style set', file: 'style_transfer.png', command: 'npm run style_transfer' },
      {
        title: 'The second style set',
        file: 'mosaic/style_transfer.png',
        command: 'npm run style_transfer -- --set Mosaic --out visualization/mosaic',
      },
    ],
    arrange: 'column',
  },
  {
    number: '2.2',
    title: 'Your own pictures',
    points: 10,
    maxWords,
    task: 'Why did you choose this pair? Which weights and sizes did you try, and what did each change? What works well in your result, and what does not?',
    instructions:
      'Two pictures of your own: not the course’s. Any JPEG, PNG or WebP will do. `npm run report -- --content a.jpg --style b.jpg` places them.',
    figures: [
      { title: 'Your picture', own: 'content' },
      { title: 'Your painting', own: 'style' },
      {
        title: 'Your picture, painted',
        file: 'own/style_transfer_painted.png',
        command: 'npm run style_transfer -- --content a.jpg --style b.jpg --out visualization/own',
      },
    ],
    arrange: 'row',
  },
];

export const report: ReportPlan = {
  title: 'Assignment 3: look inside a network, and paint with one',
  template: 'report-template-a3.pptx',
  file: 'report-a3.pptx',
  questions,
};
