import { jsonField } from '../parameters';

const show = { resource: ['test'], operation: ['askPage', 'readAnswers'] };

export const storesField = jsonField(
	'Stores',
	'stores',
	"={{ $('Read the Stores').all() }}",
	'Rows of whatsapp_settings',
	show,
);
export const templatesField = jsonField(
	'Templates',
	'templates',
	"={{ $('Read the Templates').all() }}",
	'Rows of whatsapp_templates',
	show,
);
