/** Rosters as registrars and learning systems export them, in every separator and encoding met so far. */
// cspell:ignore doejane jdoe jmuller mullerjurgen
import { describe, expect, it } from 'vitest';
import { decode } from '../../../grader/cohort/decode.ts';
import { identifyAll, matchStudents } from '../../../grader/cohort/match.ts';
import { nothingKnown } from '../../../grader/cohort/metadata.ts';
import { readRoster } from '../../../grader/cohort/roster.ts';
import { CourseError } from '../../../lib/errors.ts';

const CANVAS =
  '\uFEFFStudent,ID,SIS User ID,SIS Login ID,Section,Assignment 3 Code (555123),Assignments Current Score\r\n' +
  '    Points Possible,,,,,100.00,(read only)\r\n"Doe, Jane",12345,903000011,jdoe3,CS-7643-A,,\r\n' +
  '"Müller, Jürgen",12348,903000014,jmuller,CS-7643-A,,\r\n"Student, Test",99999,,deadbeef,CS-7643-A,,\r\n';
const BANNER =
  'Record Number;Student Name;ID;Registration Status;Level;Email\r\n' +
  '1;"Doe, Jane";903000011;Registered;GR;jdoe3@gatech.edu\r\n2;"Müller, Jürgen";903000014;Registered;GR;jm@gatech.edu\r\n';
const roster = (text: string | Buffer) =>
  readRoster(typeof text === 'string' ? text : decode(text, 'roster.csv').text, 'roster.csv');

describe('readRoster', () => {
  it("reads Canvas's gradebook, without the rows that are no students", () => {
    const { students, unused } = roster(CANVAS);
    expect(students.map(({ name, ids }) => [name, ids])).toEqual([
      ['Doe, Jane', ['12345', '903000011', 'jdoe3']],
      ['Müller, Jürgen', ['12348', '903000014', 'jmuller']],
    ]);
    expect(unused).toEqual(['Section', 'Assignment 3 Code (555123)', 'Assignments Current Score']);
  });

  it.each([
    ['UTF-8', Buffer.from(BANNER)],
    ['Latin-1', Buffer.from(BANNER, 'latin1')],
    ['UTF-16', Buffer.from(`\uFEFF${BANNER}`, 'utf16le')],
    ['tabs', Buffer.from(BANNER.replaceAll(';', '\t'))],
    ['bars', Buffer.from(BANNER.replaceAll(';', '|'))],
  ])("reads Banner's table in %s, and names the columns it does not use", (_, bytes) => {
    const { students, unused } = roster(bytes);
    expect(students.map(({ name, email }) => `${name} ${email}`)).toEqual([
      'Doe, Jane jdoe3@gatech.edu',
      'Müller, Jürgen jm@gatech.edu',
    ]);
    expect(unused).toEqual(['Record Number', 'Registration Status', 'Level']);
  });

  it("joins Gradescope's first and last names, and lets a group share a file", () => {
    expect(roster('First Name,Last Name,SID,Email\nJane,Doe,903,j@x.edu\n').students[0]).toMatchObject({
      name: 'Jane Doe',
      ids: ['903'],
    });
    expect(roster('file,email,name\ng7.zip,a@x,A\ng7.zip,b@x,B\n').students).toHaveLength(2);
  });

  it.each([
    ['', 'is empty'],
    ['file,email,name\r\n', 'no student'],
    ['File,Email,Name\r\na.zip,x@y.z,A\r\nA.ZIP,X@Y.Z,B\r\n', 'two students with the email "x@y.z"'],
    ['file,email,name\r\n"doe.zip,a@b.c,Doe\r\n', 'line 2'],
    ['Level,Section\r\n1,2\r\n', 'expected "file", "email" or "id"'],
  ])('refuses %j: %s', (text, message) => {
    expect(() => roster(text)).toThrow(CourseError);
    expect(() => roster(text)).toThrow(message);
  });
});

describe('matchStudents', () => {
  const names = ['doejane_LATE_12345_678901_work-2.zip', 'mullerjurgen_12348_678904_work.zip'];
  const submissions = identifyAll(names.map((path) => ({ path, metadata: nothingKnown })));
  const matched = (text: string, groups?: string[][]) =>
    [...matchStudents(roster(text).students, submissions, groups).values()].map((own) =>
      own.map(({ path }) => names.indexOf(path)),
    );

  it("knows Canvas's downloads by its gradebook's numbers, and by name from Banner's", () => {
    expect(matched(CANVAS)).toEqual([[0], [1]]);
    expect(matched(BANNER)).toEqual([[0], [1]]);
  });

  it('does not guess between namesakes', () => {
    expect(matched(`${BANNER}3;"Jane Doe";903000099;Registered;GR;jd@gatech.edu\r\n`)).toEqual([[], [1], []]);
  });

  it("gives a group's work to its members", () => {
    expect(
      matched(`${BANNER}3;"Lee, Wong";903000099;Registered;GR;wl@x.edu\r\n`, [['jdoe3@gatech.edu', 'wl@x.edu']]),
    ).toEqual([[0], [1], [0]]);
  });

  it("knows GitHub Classroom's clones by login", () => {
    const clones = identifyAll([{ path: 'assignment-3-jdoe', metadata: nothingKnown }]);
    const { students } = roster('identifier,github_username,github_id,name\njane@x.edu,jdoe,1,Jane\n');
    expect(matchStudents(students, clones).get(students[0]!)).toHaveLength(1);
  });
});
