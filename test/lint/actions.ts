/** Whoever moves a tag of an action runs code with our token: only a commit stays what it is. */
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
/** Code of others that would run beside a token. */
const RUNS_FOREIGN_CODE =
	/\bnpm (?:ci|i|install|exec|run|test|rebuild|start)\b|\bnpx\b|\.ci\/run|\bnode\b/;
const TOKEN = /^\s+id-token: write$/m;
const SECRET = /\$\{\{\s*secrets\./;

/** What is wrong with a workflow of GitHub Actions, in words. @param text the YAML, two blanks deep */
export function actionProblems(text: string): string[] {
	const problems: string[] = [];
	for (const [, used] of text.matchAll(/\buses:\s*(.+)$/gm)) {
		if (!PINNED.test(used.trim()))
			problems.push(`${used.trim()}: pin it by a commit, with its version`);
	}
	if (!/^permissions:\n {2}contents: read$/m.test(text)) {
		problems.push('permissions: the workflow as a whole may only read');
	}
	if (/\bpull_request_target\b/.test(text)) {
		problems.push('pull_request_target: strangers would run with our rights');
	}
	for (const [, line] of text.matchAll(/\brun: (.*\$\{\{\s*github\..*)$/gm)) {
		problems.push(`${line}: give it by an environment variable, it may hold a command`);
	}
	const checkouts = text.match(/actions\/checkout@/g)?.length ?? 0;
	if (checkouts > (text.match(/persist-credentials: false/g)?.length ?? 0)) {
		problems.push('checkout: set persist-credentials to false');
	}
	for (const [name, job] of jobsOf(text)) {
		if (!TOKEN.test(job) && !SECRET.test(job)) continue;
		const commands = [...job.matchAll(/\brun: (.+)$/gm)].map(([, command]) => command);
		const foreign = commands.filter((command) => RUNS_FOREIGN_CODE.test(command));
		for (const command of foreign) problems.push(`${name}: "${command}" runs beside a token`);
		if (!/^ {4}needs: /m.test(job)) problems.push(`${name}: it must wait for the tests`);
	}
	return problems;
}

/** Jobs with their text, by name. */
function jobsOf(text: string): Array<[name: string, job: string]> {
	const [, jobs = ''] = text.split(/^jobs:$/m);
	return jobs
		.split(/^(?= {2}[\w-]+:$)/m)
		.map((job): [string, string] => [/^ {2}([\w-]+):$/m.exec(job)?.[1] ?? '', job])
		.filter(([name]) => name !== '');
}
