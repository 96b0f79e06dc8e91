import { dropdown, htmlField, type FormPage } from '../form';
import { noticesHtml } from '../html';
import { WISHES, wishOf, type Answer, type Period } from './period';

/** The first page once more: what is wrong with the period, and what was typed. */
export function periodPage(answer: Answer, { problem, from, to }: Period): FormPage {
	const date = (fieldName: string, fieldLabel: string, defaultValue: string) => ({
		fieldLabel,
		fieldName,
		fieldType: 'date',
		defaultValue,
	});
	return {
		title: 'Отчёт о сообщениях WhatsApp',
		description: '',
		button: 'Показать',
		fields: [
			htmlField('problem', noticesHtml({ bad: problem })),
			date('from', 'С', from),
			date('to', 'По', to),
			{
				...dropdown('show', 'Что показать', Object.values(WISHES), WISHES[wishOf(answer)]),
				requiredField: true,
			},
		],
	};
}
