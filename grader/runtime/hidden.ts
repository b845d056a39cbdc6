/** The export of the manifest's `hiddenChecksModule`, and the name of its bundle beside the runtime. */
export const HIDDEN_CHECKS = 'hiddenChecks';
