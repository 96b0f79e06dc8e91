import { LOOK } from './look';

/** One field as the *Form* node takes it in "Define Form: Using JSON". */
export type FormField = { fieldName?: string } & Record<string, unknown>;

/** A page of a form: what the options of a *Form* node are filled with. */
export interface FormPage {
	title: string;
	/** Words under the title. */
	description: string;
	/** Label of the button. */
	button: string;
	fields: FormField[];
}

/** A page as an item: `form` goes to *Form Fields*, `css` to *Custom Form Styling*. */
export interface FormItem extends Record<string, string> {
	title: string;
	description: string;
	button: string;
	form: string;
	css: string;
}

/** @see formJson */
export function formItem({ title, description, button, fields }: FormPage): FormItem {
	return { title, description, button, form: formJson(fields), css: LOOK };
}

/**
 * Fields as text for *Form Fields*. n8n 2.40 puts that text into the page by `String.replace`,
 * where a `$&` or `$'` of the data would bring in parts of the page.
 */
export function formJson(fields: FormField[]): string {
	return JSON.stringify(fields).replaceAll('$', '\\u0024');
}

/**
 * Fields of a page that an address fills in, by name.
 *
 * @param form what `formJson` gave
 * @param query what stands behind `?`
 */
export function presetFields(form: string, query: Record<string, unknown>): string[] {
	const fields = JSON.parse(form) as FormField[];
	// n8n takes the label where a field has no name.
	const names = fields.flatMap(({ fieldName, fieldLabel }) => [fieldName, fieldLabel]);
	return names.filter(
		(name): name is string => typeof name === 'string' && Object.hasOwn(query, name),
	);
}

export function htmlField(elementName: string, html: string): FormField {
	return { fieldType: 'html', elementName, html };
}

/** A drop-down always has a default: without one n8n shows an English line. */
export function dropdown(
	fieldName: string,
	fieldLabel: string,
	options: string[],
	chosen = options[0],
): FormField {
	const values = options.map((option) => ({ option }));
	return {
		fieldLabel,
		fieldName,
		fieldType: 'dropdown',
		defaultValue: [chosen],
		fieldOptions: { values },
	};
}

/** A one-line field. As a list of one the default is escaped once, as a text twice. */
export function textField(fieldName: string, fieldLabel: string, value: string): FormField {
	return { fieldLabel, fieldName, fieldType: 'text', defaultValue: [value] };
}

export function textArea(fieldName: string, fieldLabel: string, value: string): FormField {
	return { fieldLabel, fieldName, fieldType: 'textarea', defaultValue: [value] };
}
