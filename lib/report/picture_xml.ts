/** A picture on a slide (ECMA-376 part 1, section 19.3.1.37). */
// cspell:ignore descr prst
import type { PngFile } from './pictures.ts';
import { escapeXml } from './xml.ts';

/** In English Metric Units, 914400 to an inch. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedPicture {
  readonly shapeId: string;
  readonly name: string;
  readonly description: string;
  /** Of its relationship. */
  readonly relationship: string;
  readonly size: Pick<PngFile, 'width' | 'height'>;
  readonly frame: Frame;
}

/** As large as the frame allows without distortion, in its middle. */
export function pictureXml({ shapeId, name, description, relationship, size, frame }: PlacedPicture): string {
  const scale = Math.min(frame.width / size.width, frame.height / size.height);
  const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)];
  const x = Math.round(frame.x + (frame.width - width) / 2);
  const y = Math.round(frame.y + (frame.height - height) / 2);
  const names = `id="${escapeXml(shapeId)}" name="${escapeXml(name)}" descr="${escapeXml(description)}"`;
  return (
    `<p:pic><p:nvPicPr><p:cNvPr ${names}/><p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>` +
    `<p:blipFill><a:blip r:embed="${escapeXml(relationship)}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>` +
    `<p:spPr><a:xfrm><a:off x="${x}" y="${y}"/><a:ext cx="${width}" cy="${height}"/></a:xfrm>` +
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
  );
}
