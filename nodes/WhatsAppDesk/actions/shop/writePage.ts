import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { textOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { namesOf, shopPage, type ShopState } from '../../domain/shopPages';
import { isShop, jsonField, objectIn, rowsIn, zoneField, zoneIn } from '../fields';

const show = { resource: ['shop'], operation: ['writePage'] };

const STATE = jsonField(
	'Last Decision',
	'state',
	'What Read Answers decided; empty for the first page',
	show,
);
const SHOPS = jsonField('Shops', 'pageShops', 'Rows of whatsapp_settings', show);
const TODAY = jsonField(
	'Messages of Today',
	'today',
	'Rows of whatsapp_messages_log that were sent today, to be counted',
	show,
);
const SESSIONS = jsonField(
	'WAHA Sessions',
	'sessions',
	'What WAHA listed, or its failed item; needed to edit a shop',
	show,
);

export const description: INodeProperties[] = [STATE, SHOPS, TODAY, SESSIONS, zoneField(show)];

/** Gives the page, and `page`, `storeId` and `sessions` for *Read Answers*. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const decided = objectIn(this, STATE, itemIndex);
	const sessions = rowsIn(this, SESSIONS, itemIndex);
	const state = { page: 'list', storeId: '', notices: {}, ...decided } as ShopState;
	const form = shopPage(state, {
		shops: rowsIn(this, SHOPS, itemIndex).filter(isShop),
		today: rowsIn(this, TODAY, itemIndex),
		sessions,
		zone: zoneIn(this, itemIndex),
		now: Date.now(),
	});
	return {
		...form,
		page: state.page,
		storeId: textOf(state.storeId),
		sessions: state.page === 'edit' ? namesOf(sessions) : [],
	};
}
