/** 2025-01-01 */
const EPOCH_SECONDS = 1_735_689_600;

export const nowSeconds = () => Math.floor(Date.now() / 1000);

/**
 * First number of a counter. Receivers remember update ids and message ids longer than the simulator
 * lives (n8n's tables survive a restart), so no number may come back: counters start at the clock.
 */
export const counterStart = () => nowSeconds() - EPOCH_SECONDS;
