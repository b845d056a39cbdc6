/** The export of the manifest's `hiddenChecksModule`, and how its bundle beside the runtime is called. */
export const HIDDEN_CHECKS = 'hiddenChecks';
