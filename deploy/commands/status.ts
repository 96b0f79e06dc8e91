import { connect, look, SCOPES } from '../connect';
import { whereTo, type Context } from '../context';
import { placeOf } from '../differences';
import { inspect, notDeployed, type Inspected } from '../inspect';

/** What is deployed, changed by hand, out of date or broken. Changes nothing. @returns exit code, always 0 */
export async function status(context: Context): Promise<number> {
	const { words, output, shipped, version } = context;
	const n8n = await connect(await whereTo(context), SCOPES.read);
	const { present, memory } = await look(n8n);
	const found = inspect(shipped, memory, present);
	const absent = notDeployed(shipped, memory);
	output.say(words.status.head(n8n.url, memory.version, version));
	if (memory.brokeOff) output.say(words.brokeOff);
	for (const one of found) output.say(lineOf(one, context));
	for (const { name } of absent) output.say(`  ${words.status.absent}  ${name}`);
	output.result({
		ok: true,
		url: n8n.url,
		version,
		deployedVersion: memory.version ?? null,
		brokeOff: memory.brokeOff,
		workflows: found.map(({ key, name, theirs, states, edits, broken, version: brought }) => ({
			...{ key, name, id: theirs?.id ?? null, version: brought, states, broken },
			edits: edits.map((edit) => placeOf(edit, theirs ? [theirs] : [])),
		})),
		absent: absent.map(({ key }) => key),
	});
	return 0;
}

function lineOf({ name, states, edits, broken, theirs, file }: Inspected, { words }: Context) {
	const contents = [theirs, file].filter((one) => one !== undefined);
	const places = [...new Set(edits.map((edit) => placeOf(edit, contents)))];
	const state =
		states.length === 0 ? words.status.ok : states.map((one) => words.states[one]).join(', ');
	const details = [
		...places.map((place) => `      ${place}`),
		...broken.map(({ node, needs }) => `      ${words.status.lacks(node, needs)}`),
	];
	return [`  ${state}  ${name}`, ...details].join('\n');
}
