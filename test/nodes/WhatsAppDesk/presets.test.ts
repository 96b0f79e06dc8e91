import type { IExecuteFunctions } from 'n8n-workflow';

import { WhatsAppDesk } from '../../../nodes/WhatsAppDesk/WhatsAppDesk.node';
import { formItem, presetFields, textField } from '../../../nodes/WhatsAppDesk/domain/form';
import { PlacedNode } from '../../harness/node';

const PAGE = { resource: 'general', operation: 'writePage', settings: '[]' };

/** The page of the general settings, written behind a form that was opened with this address. */
async function write(query: Record<string, unknown> | undefined) {
	const placed = new PlacedNode(new WhatsAppDesk(), { parameters: PAGE });
	const original = placed.type.execute!;
	placed.type.execute = async function (this: IExecuteFunctions) {
		const parents = [{ name: 'Form "1"', type: 'n8n-nodes-base.formTrigger', disabled: false }];
		this.getParentNodes = () => parents as never;
		this.evaluateExpression = (expression) => {
			expect(expression).toBe('{{ $("Form \\"1\\"").first().json.formQueryParameters }}');
			return query as never;
		};
		return await original.call(this);
	};
	return await placed.execute();
}

test('a page is written when the form was opened by its own address', async () => {
	const [[{ json }]] = await write(undefined);
	expect(json.title).toBe('Общие настройки');
});

test('what an address says beside the fields, such as the shop to begin with, does no harm', async () => {
	const [[{ json }]] = await write({ store: 'store-1', utm_source: 'x' });
	expect(json.title).toBe('Общие настройки');
});

test('an address that fills in a field is refused with the name of the field', async () => {
	await expect(write({ whatsapp_session_daily_limit: '100000' })).rejects.toMatchObject({
		message: 'the address of the form fills in the field "whatsapp_session_daily_limit"',
		description: expect.stringContaining('Open the form by its own address'),
	});
});

test('n8n takes the label for the name of a field without one; names of the language are none', () => {
	const fields = [textField('a', 'A', ''), { fieldLabel: 'Вес' }, textField('constructor', '', '')];
	const { form } = formItem({ title: '', description: '', button: '', fields });
	expect(presetFields(form, { Вес: '1' })).toEqual(['Вес']);
	expect(presetFields(form, { b: '1' })).toEqual([]);
});

test('outside of a form a page is written as ever', async () => {
	const [[{ json }]] = await new PlacedNode(new WhatsAppDesk(), { parameters: PAGE }).execute();
	expect(json.title).toBe('Общие настройки');
});
