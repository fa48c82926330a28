import { JUDGE } from './judgeRule';
import { PEERS } from './peers';
import type { Rule } from './peers/rule';

/** All rules that are compared. */
export const RULES: readonly Rule[] = [JUDGE, ...PEERS];
