/** Fields that several operations have, and how they are read. */
export { optionsField, simplifyOption } from '../../shared/optionFields';
export { optionsOf } from '../../shared/parameters';
export * from './fields/asRead';
export * from './fields/choices';
export * from './fields/customFields';
export * from './fields/locators';
