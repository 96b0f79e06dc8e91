import { jsonField } from '../fields';

const show = { resource: ['test'], operation: ['askPage', 'readAnswers'] };

export const storesField = jsonField('Stores', 'stores', 'Rows of whatsapp_settings', show, {
	default: "={{ $('Read the Stores').all() }}",
});
export const templatesField = jsonField(
	'Templates',
	'templates',
	'Rows of whatsapp_templates',
	show,
	{ default: "={{ $('Read the Templates').all() }}" },
);
