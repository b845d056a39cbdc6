/**
 * Every finding: how severe it is, its code, and its sentence for the student. Codes stay as they are: results.json, golden
 * outcomes and a course's own scripts go by them.
 */

import { rules } from '../../lib/submission/rules/findings.ts';
import { fileRefusals, refusals, remarks } from './intake.ts';
import { policy } from './policy.ts';
import { bundling } from './source.ts';

export const findings = { ...refusals, ...fileRefusals, ...remarks, ...rules, ...bundling, ...policy };

export type FindingCode = (typeof findings)[keyof typeof findings]['code'];
export const findingCodes: readonly FindingCode[] = [...new Set(Object.values(findings).map(({ code }) => code))];
