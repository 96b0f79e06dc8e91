import { connect, look, SCOPES } from '../connect';
import { whereTo, type Context } from '../context';
import { inspect } from '../inspect';
import { Turn } from '../lease';
import { MemoryTable, memoryTable } from '../memory';
import { Trouble } from '../n8n/trouble';
import { shippedTables } from '../shipped/tables';

/**
 * Takes away what a deployment brought: workflows (one that was changed by hand goes into n8n's archive instead),
 * and credentials that it had created. Tables with their rows stay unless told.
 *
 * @returns exit code
 */
export async function uninstall(context: Context): Promise<number> {
	const { options, words, output, asker, shipped, version } = context;
	const n8n = await connect(await whereTo(context), [...SCOPES.read, ...SCOPES.uninstall]);
	const { present, memory } = await look(n8n);
	const found = inspect(shipped, memory, present);
	const names = shippedTables(shipped).map(({ name }) => name);
	const tables = present.tables.filter(({ name }) => names.includes(name));
	const table = memoryTable(present.tables);
	if (!table) {
		output.say(words.uninstall.nothing);
		output.result({ ok: true, workflows: [], credentials: [], tables: [] });
		return 0;
	}
	const created = [...memory.credentials].filter(
		([, { id, created: ours }]) => ours && present.credentials.some((one) => one.id === id),
	);
	const kept = found.filter(({ theirs, edits }) => theirs && edits.length > 0);
	const workflows = found.filter(({ theirs }) => theirs);
	const what = {
		workflows: workflows.length,
		archived: kept.map(({ name }) => name),
		credentials: created.length,
		tables: options.dropTables ? tables.map(({ name }) => name) : [],
	};
	output.progress(words.uninstall.plan(what));
	if (options.dryRun) {
		output.result({ ok: true, dryRun: true, ...what });
		return 0;
	}
	if (!options.yes) {
		if (!asker) throw new Trouble('missingAnswers', { answers: ['--yes'] });
		if (!(await asker.confirm(words.uninstall.sure, false))) throw new Trouble('cancelled', {});
	}

	const rows = await MemoryTable.open(n8n, [table], version);
	await Turn.during(n8n, rows, memory, async (turn) => {
		// Callers first, so that nothing published calls what is gone.
		for (const { key, name, theirs, edits } of [...found].reverse()) {
			context.signal?.throwIfAborted();
			await turn.hold();
			if (theirs) {
				if (theirs.activeVersionId !== null) await n8n.unpublish(theirs.id);
				if (edits.length > 0) await n8n.archive(theirs.id);
				else await n8n.deleteWorkflow(theirs.id);
				output.progress(words.uninstall.gone(name, edits.length > 0));
			}
			await rows.forget('workflow', key);
		}
		for (const [key, { id }] of created) {
			await n8n.deleteCredential(id);
			await rows.forget('credential', key);
			output.progress(words.uninstall.credential(key));
		}
		for (const { id, name } of options.dropTables ? tables : []) {
			await n8n.deleteTable(id);
			output.progress(words.uninstall.table(name));
		}
		await n8n.deleteTable(table.id);
	});
	output.say(options.dropTables ? words.uninstall.done : words.uninstall.tablesStay);
	output.result({ ok: true, ...what });
	return 0;
}
