import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { toNodeError } from '../shared/errors';
import { fieldsOf, textOf } from '../shared/values';
import { collect, PAGE_SIZE, type SitniksApi } from './api/client';
import { connect } from './api/connect';
import { managersOf, type ManagerRef } from './api/managers';
import { statusName } from './domain/order';
import type { Chat, Order } from './api/schema';
import { seenStatuses } from './api/statuses';

type Choice = { name: string; value: string };

const NEWEST_CHATS = 100;

/** Drop-downs. */
export const loadOptions = {
	getManagers: dropDown(async (api) => (await managersOf(api, 0)).map(managerChoice)),
	getOrderStatuses: dropDown(async (api) => (await api.orderStatuses()).map(choice)),
	getSalesChannels: dropDown(async (api) => (await api.salesChannels()).map(choice)),
};

/** Resource locators. */
export const listSearch = {
	searchChats: search(async (api) =>
		(await collect(api.chats({}, NEWEST_CHATS), NEWEST_CHATS)).map(chatChoice),
	),
	searchManagers: search(async (api) => byName((await managersOf(api, 0)).map(managerChoice))),
	searchOrders: search(async (api) =>
		(await collect(api.orders({}, PAGE_SIZE), PAGE_SIZE)).map(orderChoice),
	),
	searchStatuses: search(async (api) =>
		(await seenStatuses(api)).map((name) => ({ name, value: name })),
	),
};

/** The editor does not wait for the end of a block. */
async function connectEditor(context: ILoadOptionsFunctions): Promise<SitniksApi> {
	return await connect(context, { waitForLimit: false });
}

function dropDown(load: (api: SitniksApi) => Promise<Choice[]>) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		try {
			return byName(await load(await connectEditor(this))).map(({ name, value }) => ({
				name,
				value: Number(value),
			}));
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	};
}

function search(load: (api: SitniksApi) => Promise<Choice[]>) {
	return async function (this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
		try {
			const term = filter.trim().toLowerCase();
			const choices = await load(await connectEditor(this));
			const results = choices.filter(
				({ name, value }) => name.toLowerCase().includes(term) || value === filter.trim(),
			);
			return { results };
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	};
}

function choice({ id, name }: { id: number; name: string }): Choice {
	return { name, value: String(id) };
}

/** With the id: two may have the same name (sitniks sheet §3). */
function managerChoice({ id, name }: ManagerRef): Choice {
	return { name: name === '' ? `#${id}` : `${name} (#${id})`, value: String(id) };
}

function chatChoice({ id, userName, userNickName, initialSource, status }: Chat): Choice {
	const parts = [userName, userNickName && `@${userNickName}`, initialSource, status];
	return { name: parts.filter(Boolean).join(' · ') || id, value: id };
}

function orderChoice({ id, orderNumber, client, status, createdAt }: Order): Choice {
	const who = textOf(fieldsOf(client).fullname);
	const parts = [orderNumber || id, who, createdAt.slice(0, 10), statusName(status)];
	return { name: parts.filter(Boolean).join(' · '), value: id };
}

function byName(choices: Choice[]): Choice[] {
	return choices.sort((a, b) => a.name.localeCompare(b.name));
}
