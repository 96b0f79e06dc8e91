import fc from 'fast-check';

import { fingerprintOf, readEvents, type SitniksEvent } from '../../../nodes/Sitniks/trigger/event';
import { Repeats } from '../../../nodes/shared/repeats';
import { readJson } from '../../../nodes/shared/webhookJson';
import { CHAT, CLIENT, MESSAGE, PAGE } from './triggerKit';

const WORDS = [CLIENT, PAGE, 'instagram', 'c-1', 'Дарія', '', ' ', '__proto__', '2026-08-03', 12];
const KEYS = [
	...['chat', 'message', 'data', 'payload', 'chatId', 'id', 'userId', 'userName', 'userNickName'],
	...['initialSource', 'ownerName', 'status', 'tags', 'sentBy', 'text', 'commentId', 'managerName'],
	...['attachments', 'attachmentUrl', 'url', 'createdAt', 'assignedManagerId', 'event'],
	...['__proto__', 'constructor', 'toString', 'length'],
];

/** JSON as it may come, out of the words that the parser looks for. */
const { body } = fc.letrec((tie) => ({
	body: fc.oneof(
		{ maxDepth: 4 },
		fc.oneof(fc.constantFrom<unknown>(...WORDS), fc.string(), fc.double(), fc.constant(null)),
		fc.array(tie('body'), { maxLength: 4 }),
		fc.dictionary(fc.constantFrom(...KEYS), tie('body'), { maxKeys: 8 }),
	),
}));

/** A real body in which some values were replaced. */
const mutated = fc
	.tuple(
		fc.dictionary(fc.constantFrom(...Object.keys(CHAT), 'userNickName'), body, { maxKeys: 3 }),
		fc.dictionary(fc.constantFrom('sentBy', 'text', 'commentId', 'managerName', 'id'), body),
		fc.constantFrom(
			(inner: object): unknown => inner,
			(inner: object) => ({ data: inner }),
			(inner: object) => ({ payload: [inner, inner] }),
		),
	)
	.map(([chat, message, wrap]) =>
		wrap({ chat: { ...CHAT, ...chat }, message: { ...MESSAGE, ...message } }),
	);

/** What is wrong with the events of a body. Plain conditions: `expect` is slow in large numbers. */
function problems(input: unknown): string[] {
	const pieces = readEvents(input);
	const events = pieces.map(({ event }) => event);
	const found = events.length > 0 ? [] : ['no event'];
	for (const event of events) found.push(...wrongIn(event));
	new Repeats().fresh('scope', pieces, (piece) => fingerprintOf(piece, 10_000));
	return found;
}

function wrongIn(event: SitniksEvent): string[] {
	const { kind, reason, tags, attachments, from_client, sent_by, user_id, over_quota, ...texts } =
		event;
	const isClients = kind === 'message' || kind === 'comment';
	const rules: Record<string, boolean> = {
		kind: ['message', 'comment', 'own', 'other'].includes(kind),
		reason: (reason === '') === (kind !== 'other'),
		client: !isClients || (from_client && sent_by !== '' && sent_by === user_id),
		chat: !isClients || event.chat_id !== '',
		over_quota: over_quota === false,
		comment: kind !== 'message' || event.comment_id === '',
		from_client: from_client === (sent_by !== '' && sent_by === user_id),
		lists: [...tags, ...attachments].every((entry) => typeof entry === 'string' && entry !== ''),
		texts: Object.values({ sent_by, user_id, ...texts }).every((text) => typeof text === 'string'),
	};
	return Object.keys(rules).filter((rule) => !rules[rule]);
}

function check(input: unknown): void {
	expect(problems(input)).toEqual([]);
}

test('any body: no throw, one of four kinds, only what is surely the client’s is the client’s', () => {
	fc.assert(fc.property(mutated, check));
	fc.assert(fc.property(body, check));
	fc.assert(fc.property(fc.anything(), check));
});

test('the same through text, broken JSON included', () => {
	fc.assert(
		fc.property(mutated, fc.nat(), (input, cut) => {
			const text = JSON.stringify(input);
			check(readJson(text));
			check(readJson(text.slice(0, cut % (text.length + 1))));
		}),
	);
});
