/**
 * Every finding: how severe it is, its code, and its sentence for the student. Codes never change: results.json, golden
 * outcomes and courses' own scripts rely on them.
 */

import { rules } from '../../lib/submission/rules/findings.ts';
import { fileRefusals, refusals, remarks } from './intake.ts';
import { policy } from './policy.ts';
import { bundling } from './source.ts';

export const findings = { ...refusals, ...fileRefusals, ...remarks, ...rules, ...bundling, ...policy };

export type FindingCode = (typeof findings)[keyof typeof findings]['code'];
export const findingCodes: readonly FindingCode[] = [...new Set(Object.values(findings).map(({ code }) => code))];
