{{types}}
/** The same at once. */
export declare function loadSync(source?: object): Policy;
