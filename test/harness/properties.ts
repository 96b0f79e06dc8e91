import fc from 'fast-check';

/** The same for every property everywhere. When one fails, fast-check prints its seed and its path. */
fc.configureGlobal({ numRuns: 1000 });
