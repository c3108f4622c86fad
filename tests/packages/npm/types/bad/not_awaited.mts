// TS2339: loading takes time
import { load } from 'report';
export const answer = load().decide;
