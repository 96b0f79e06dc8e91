import { USERS } from './account';
import type { Answer, Call, Routes } from './api';
import { batchOf, requestId } from './entityRoutes';
import { taskItem } from './hookBody';
import { isObject, unixNow, type Json, type Task } from './model';
import { inOrder, listAnswer } from './paging';
import { listOf, treeOf } from './phpQuery';
import { notFound, notSupported, refuseInvalid, wrongType, type Violation } from './problems';
import { entityTypeOf } from './store';
import { taskView } from './views';
import type { World } from './world';

const FILTERS = ['id', 'entity_id', 'entity_type', 'responsible_user_id'] as const;

/** Tasks; the sheet only names them, the shapes are those of amoCRM's tasks-api page. */
export function taskRoutes(): Routes {
	const byId = (call: Call) =>
		call.world.store.tasks.find(({ id }) => id === Number(call.params.id));
	return {
		'GET /tasks': (call) => {
			const filter = treeOf(call.query.filter);
			const found = call.world.store.tasks.filter(
				(task) =>
					FILTERS.every(
						(key) => filter[key] === undefined || listOf(filter[key]).includes(String(task[key])),
					) &&
					(filter.is_completed === undefined ||
						listOf(filter.is_completed).includes(task.is_completed ? '1' : '0')),
			);
			const sorted = inOrder(call, found, ['id', 'created_at', 'complete_till']);
			return listAnswer(call, 'tasks', sorted, (task) => taskView(task, call.base));
		},
		'GET /tasks/:id': (call) => {
			const task = byId(call);
			return task && taskView(task, call.base);
		},
		'POST /tasks': add,
		'PATCH /tasks': (call) => change(call, batchOf(call)),
		'PATCH /tasks/:id': (call) => {
			const task = byId(call);
			if (!task) throw notFound('Task not found');
			const body = isObject(call.body) ? call.body : {};
			change(call, [{ ...body, id: task.id }]);
			return updated(task, call);
		},
	};
}

/** Adds a task from a body that was checked. */
export function createTask(world: World, body: Json, userId: number): Task {
	const now = unixNow();
	const type = entityTypeOf(body.entity_type) ?? null;
	const entity = type ? world.store.find(type, body.entity_id) : undefined;
	const task: Task = {
		id: world.store.nextId('tasks'),
		entity_type: type,
		entity_id: entity?.id ?? null,
		text: String(body.text),
		complete_till: Number(body.complete_till),
		task_type_id: Number(body.task_type_id ?? 1),
		responsible_user_id: Number(
			body.responsible_user_id ?? entity?.responsible_user_id ?? USERS[0].id,
		),
		is_completed: body.is_completed === true,
		duration: Number(body.duration ?? 0),
		result: isObject(body.result) ? body.result : [],
		created_by: userId,
		updated_by: userId,
		created_at: now,
		updated_at: now,
	};
	world.store.tasks.push(task);
	return task;
}

/** What is wrong with a new task. */
export function taskViolations(world: World, element: unknown): Violation[] {
	if (!isObject(element)) return [wrongType('', 'array')];
	const violations: Violation[] = [];
	if (typeof element.text !== 'string') violations.push(wrongType('text', 'string'));
	if (!Number.isInteger(element.complete_till)) violations.push(wrongType('complete_till', 'int'));
	if (element.entity_id !== undefined && element.entity_id !== null) {
		const type = entityTypeOf(element.entity_type);
		if (!type) violations.push(notSupported('entity_type'));
		else if (!world.store.find(type, element.entity_id)) violations.push(notSupported('entity_id'));
	}
	const user = element.responsible_user_id;
	if (user !== undefined && !USERS.some(({ id }) => id === user)) {
		violations.push(notSupported('responsible_user_id'));
	}
	return violations;
}

function add(call: Call): Answer {
	const { world } = call;
	const elements = batchOf(call);
	refuseInvalid(
		elements.map((element, index) => ({
			request_id: requestId(element, index),
			errors: taskViolations(world, element),
		})),
	);
	const tasks = elements.map((element) => createTask(world, element as Json, 0));
	tasks.forEach((task, index) => world.store.record('task', 'tasks', task.id, elements[index]));
	world.hooks.later(() => world.hooks.send(tasks.map((task) => taskItem('add', task))));
	const views = tasks.map((task, index) => ({
		id: task.id,
		request_id: requestId(elements[index], index),
		_links: taskView(task, call.base)._links,
	}));
	return answer(call, views);
}

function change(call: Call, elements: unknown[]): Answer {
	const { world } = call;
	const found = elements.map((element) =>
		world.store.tasks.find(({ id }) => isObject(element) && id === element.id),
	);
	refuseInvalid(
		elements.map((element, index) => {
			const task = found[index];
			const errors =
				task && isObject(element)
					? taskViolations(world, { ...task, ...element })
					: [notSupported('id')];
			return { request_id: requestId(element, index), errors };
		}),
	);
	const tasks = elements.map((element, index) => {
		const task = found[index] as Task;
		const { id, request_id, ...body } = element as Json;
		const known = Object.entries(body).filter(([key]) => key in task);
		Object.assign(task, Object.fromEntries(known), { updated_at: unixNow(), updated_by: 0 });
		world.store.record('task', 'tasks', Number(id), request_id ? element : body);
		return task;
	});
	world.hooks.later(() => world.hooks.send(tasks.map((task) => taskItem('update', task))));
	return answer(
		call,
		tasks.map((task) => updated(task, call)),
	);
}

function updated(task: Task, call: Call): Json {
	return { id: task.id, updated_at: task.updated_at, _links: taskView(task, call.base)._links };
}

function answer(call: Call, tasks: Json[]): Json {
	return { _links: { self: { href: `${call.base}${call.path}` } }, _embedded: { tasks } };
}
