/**
 * The libraries that ship inside the package: it may not have run-time dependencies.
 * `gulp build` replaces the compiled form of this file by a bundle; nothing else imports a library.
 */
export { z } from 'zod';
export { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
export type { CountryCode } from 'libphonenumber-js/max';
