import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { MessageRouter } from '../../../nodes/MessageRouter/MessageRouter.node';
import { ROUTES } from '../../../nodes/MessageRouter/domain/update/route';
import { PlacedNode } from '../../harness/node';

export const IRA = {
	id: 500000123,
	is_bot: false,
	first_name: 'Ира',
	last_name: 'К',
	username: 'ira_k',
	language_code: 'ru',
};

/** The buttons of the sample bot, in its order. */
export const LABELS = [
	'Мои бонусы',
	'Сделать заказ',
	'Задать вопрос',
	'💰 Прайс',
	'🕐 Режим работы',
	'📱 Поделиться номером',
	'Отмена',
];
export const NAMES = ['bonus', 'order', 'question', 'price', 'hours', 'share_phone', 'cancel'];
export const BUTTONS: INodeParameters = {
	button: LABELS.map((label, index) => ({
		label,
		name: NAMES[index],
		inDialogStep: NAMES[index] === 'cancel',
	})),
};

/** A private message of Ira; fields replace those of a text message. */
export function message(fields: IDataObject | string): IDataObject {
	return {
		update_id: 900001,
		message: {
			message_id: 41,
			from: IRA,
			chat: { id: IRA.id, first_name: 'Ира', type: 'private' },
			date: 1767000000,
			...(typeof fields === 'string' ? { text: fields } : fields),
		},
	};
}

export function callback(data: string): IDataObject {
	const chat = { id: IRA.id, type: 'private' };
	const from = { id: 1000000, is_bot: true, first_name: 'Shop' };
	const shown = { message_id: 40, date: 1767000000, chat, from, text: 'Меню' };
	return { update_id: 900002, callback_query: { id: '77', from: IRA, message: shown, data } };
}

/** Runs the node with the buttons of the seed; one array of items per output. */
export async function run(
	items: INodeExecutionData[],
	parameters: INodeParameters = {},
	continueOnFail = false,
): Promise<INodeExecutionData[][]> {
	const node = new PlacedNode(new MessageRouter(), {
		parameters: { buttons: BUTTONS, ...parameters },
		continueOnFail,
	});
	return await node.execute(items);
}

/** Routes one update; its item, which must be on the output that it names. */
export async function route(
	update: unknown,
	parameters: INodeParameters = {},
): Promise<IDataObject> {
	const outputs = await run([{ json: update as IDataObject }], parameters);
	expect(outputs).toHaveLength(ROUTES.length);
	expect(outputs.flat()).toHaveLength(1);
	const index = outputs.findIndex((output) => output.length === 1);
	const [{ json }] = outputs[index];
	expect(json.route).toBe(ROUTES[index].route);
	return json;
}
