import { ACCOUNT, LOSS_REASONS, PIPELINES, USERS, type Pipeline, type Status } from './account';
import type { Answer, Call, Routes } from './api';
import { batchOf, requestId } from './entityRoutes';
import { ENTITY_TYPES, isObject, type FieldDefinition, type Json } from './model';
import { dictionaryAnswer, inOrder, listAnswer } from './paging';
import { listOf, textOf, treeOf } from './phpQuery';
import { AmoError, notFound, refuseInvalid, wrongType } from './problems';

/** Account, users, pipelines, loss reasons, custom fields, tags (amocrm sheet §6.1, §8, §11). */
export function dictionaryRoutes(): Routes {
	const routes: Routes = {
		'GET /account': account,
		'GET /users': (call) => {
			needAdmin(call);
			return dictionaryAnswer(call, 'users', USERS, (user) => userView(call, user));
		},
		'GET /users/:id': (call) => {
			needAdmin(call);
			const user = USERS.find(({ id }) => id === Number(call.params.id));
			if (!user) throw notFound('User not found');
			return userView(call, user);
		},
		'GET /leads/pipelines': (call) => ({
			_total_items: PIPELINES.length,
			_links: { self: { href: `${call.base}${call.path}` } },
			_embedded: { pipelines: PIPELINES.map((item) => pipelineView(call, item)) },
		}),
		'GET /leads/pipelines/:id': (call) => pipelineView(call, pipeline(call)),
		'GET /leads/pipelines/:id/statuses': (call) => {
			const statuses = pipeline(call).statuses.map((status) => statusView(call, status));
			return { _total_items: statuses.length, _embedded: { statuses } };
		},
		'GET /leads/pipelines/:id/statuses/:status': (call) => {
			const found = pipeline(call).statuses.find(({ id }) => id === Number(call.params.status));
			if (!found) throw notFound('Status not found');
			return statusView(call, found);
		},
		'GET /leads/loss_reasons': (call) =>
			dictionaryAnswer(call, 'loss_reasons', LOSS_REASONS, (reason) => ({ ...reason })),
	};
	for (const type of ENTITY_TYPES) {
		routes[`GET /${type}/custom_fields`] = (call) => {
			const types = listOf(treeOf(call.query.filter).type);
			const fields = call.world.store
				.fieldsOf(type)
				.filter((field) => types.length === 0 || types.includes(field.type))
				.map((field, index) => fieldView(call, field, index));
			return dictionaryAnswer(call, 'custom_fields', fields, (field) => field);
		};
		routes[`GET /${type}/custom_fields/:id`] = (call) => {
			const fields = call.world.store.fieldsOf(type);
			const index = fields.findIndex(({ id }) => id === Number(call.params.id));
			if (index < 0) throw notFound('Field not found');
			return fieldView(call, fields[index], index);
		};
		routes[`GET /${type}/tags`] = (call) => {
			const query = (textOf(call.query.query) ?? '').toLowerCase();
			const names = listOf(treeOf(call.query.filter).name);
			const ids = listOf(treeOf(call.query.filter).id);
			const tags = call.world.store.tags[type].filter(
				({ id, name }) =>
					name.toLowerCase().includes(query) &&
					(names.length === 0 || names.includes(name)) &&
					(ids.length === 0 || ids.includes(String(id))),
			);
			return listAnswer(call, 'tags', inOrder(call, tags, ['id']), (tag) => ({ ...tag }));
		};
		routes[`POST /${type}/tags`] = (call) => {
			const elements = batchOf(call);
			refuseInvalid(
				elements.map((element, index) => ({
					request_id: requestId(element, index),
					errors:
						isObject(element) && typeof element.name === 'string'
							? []
							: [wrongType('name', 'string')],
				})),
			);
			const tags = elements.map((element, index) => {
				const tag = call.world.store.tag(type, { name: String((element as Json).name) });
				return { ...tag, request_id: requestId(element, index) };
			});
			return { _total_items: tags.length, _embedded: { tags } };
		};
	}
	return routes;
}

/** 403 unless the token's user is an administrator (sheet §3). */
export function needAdmin(call: Call): void {
	if (!call.world.switches.admin) throw new AmoError(403, 'Admin access only');
}

function account(call: Call): Answer {
	const parts: Json = {
		amojo_id: '00000000-0000-4000-8000-000000000001',
		version: 20,
		drive_url: 'https://drive-b.amocrm.example',
		is_api_filter_enabled: call.world.switches.apiFilter === 'enabled',
		task_types: null,
		users_groups: null,
		datetime_settings: {
			date_pattern: 'd.m.Y H:i',
			timezone: 'Europe/Moscow',
			timezone_offset: '+03:00',
		},
	};
	const embedded: Json = {};
	if (call.with.has('task_types')) {
		embedded.task_types = [
			{ id: 1, name: 'Связаться', color: null, icon_id: null, code: 'FOLLOW_UP' },
			{ id: 2, name: 'Встреча', color: null, icon_id: null, code: 'MEETING' },
		];
	}
	if (call.with.has('users_groups')) {
		embedded.users_groups = [{ id: 0, name: 'Отдел продаж', uuid: null }];
	}
	const own = Object.entries(parts).filter(
		([name, value]) => call.with.has(name) && value !== null,
	);
	return {
		...ACCOUNT,
		...Object.fromEntries(own),
		_links: { self: { href: `${call.base}/account` } },
		...(Object.keys(embedded).length > 0 ? { _embedded: embedded } : {}),
	};
}

function userView(call: Call, user: (typeof USERS)[number]): Json {
	const embedded: Json = {};
	if (call.with.has('role')) embedded.roles = [];
	if (call.with.has('group')) embedded.groups = [{ id: 0, name: 'Отдел продаж' }];
	return {
		...user,
		_links: { self: { href: `${call.base}/users/${user.id}` } },
		...(Object.keys(embedded).length > 0 ? { _embedded: embedded } : {}),
	};
}

function pipeline(call: Call): Pipeline {
	const found = PIPELINES.find(({ id }) => id === Number(call.params.id));
	if (!found) throw notFound('Pipeline not found');
	return found;
}

function pipelineView(call: Call, { statuses, ...rest }: Pipeline): Json {
	return {
		...rest,
		_links: { self: { href: `${call.base}/leads/pipelines/${rest.id}` } },
		_embedded: { statuses: statuses.map((status) => statusView(call, status)) },
	};
}

function statusView(call: Call, status: Status): Json {
	const href = `${call.base}/leads/pipelines/${status.pipeline_id}/statuses/${status.id}`;
	return { ...status, _links: { self: { href } } };
}

function fieldView(call: Call, field: FieldDefinition, index: number): Json {
	const self = { href: `${call.base}/${field.entity_type}/custom_fields/${field.id}` };
	return {
		...field,
		sort: 500 + index,
		group_id: null,
		is_api_only: false,
		is_deletable: !field.is_predefined,
		is_visible: true,
		is_required: false,
		required_statuses: [],
		account_id: ACCOUNT.id,
		_links: { self },
	};
}
