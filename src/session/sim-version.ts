/** Bumped whenever the same session gives another digest; the changelog says why. */
export const SIM_VERSION = '1.4.0';
