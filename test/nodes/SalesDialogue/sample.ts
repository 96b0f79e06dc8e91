import { readFileSync } from 'fs';
import { join } from 'path';

import type { Message } from '../../../nodes/SalesDialogue/domain/message';
import type { Standing } from '../../../nodes/SalesDialogue/domain/place';
import type { Row } from '../../../nodes/shared/rows';

interface SetupNode {
	name: string;
	parameters: { jsonOutput: string };
}

/** The words and texts that `00-setup` creates. */
export const SETTINGS: Row[] = defaults();

export const DRESS = 'Сукня «Весна» — 1200 грн';
export const SUIT = 'Костюм «Місто» — 1800 грн';

/** The settings with other values for some keys. */
export function settingsWith(values: Record<string, string>): Row[] {
	const kept = SETTINGS.filter(({ key }) => !(String(key) in values));
	return [...kept, ...Object.entries(values).map(([key, value]) => ({ key, value }))];
}

export function message(text: string, fields: Partial<Message> = {}): Message {
	return {
		channel: 'telegram',
		user_id: 'telegram:501',
		chat_id: '501',
		contact_id: '501',
		username: 'olena',
		telegram_username: 'olena',
		instagram_username: '',
		name: 'Олена',
		text,
		media: false,
		sitniks_chat_id: '',
		event_key: 'telegram:2',
		over_quota: false,
		...fields,
	};
}

export function standing(step: string, fields: Partial<Standing> = {}): Standing {
	return {
		place: 'next',
		row_id: 7,
		before_key: 'telegram:1',
		step,
		step_number: 3,
		choice: step === '' || step === 'choose' ? '' : DRESS,
		misunderstood: 0,
		reply: '',
		stage: '',
		...fields,
	};
}

function defaults(): Row[] {
	const file = join(__dirname, '../../../workflows/setup/00-setup.json');
	const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as { nodes: SetupNode[] };
	const list = nodes.find(({ name }) => name === 'List Default Settings')!;
	const { settings } = JSON.parse(list.parameters.jsonOutput) as { settings: Row[] };
	return settings.filter(({ key }) => String(key).includes('dialogue'));
}
