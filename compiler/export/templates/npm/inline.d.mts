export * from './index.mjs';

import type { Policy } from './index.mjs';

/** Compiles and instantiates the policy that this file holds. */
export declare function load(): Promise<Policy>;
