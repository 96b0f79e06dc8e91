import { isExpression, isSticky, stringsIn, type Finding, type Rule } from './types';

/** A canvas that a person can read. n8n's published templates have 4 to 21 nodes. */
export const MAX_NODES = 25;
export const MAX_EXPRESSION = 200;
/** Characters of expressions in all workflows together. */
export const MAX_EXPRESSIONS = 60_000;

/** Statements and functions of one's own: what needs them is an operation with a unit test. */
const STATEMENT = /\b(const|let|var|return|function|if|for|while)\b|=>[^=]*=>|=>\s*\{/;
/** Ids that a vendor gave stand in a picker or a table, where people find them. */
const VENDOR_ID = /(?<![\w.'"-])\d{5,}(?![\w.'"-])/;

/** A canvas shows the business: few nodes, short expressions, no ids in them. */
export const readableCanvas: Rule = ({ document }) => {
	const nodes = document.nodes.filter((node) => !isSticky(node));
	const findings: Finding[] = [];
	if (nodes.length > MAX_NODES) {
		findings.push({ message: `has ${nodes.length} nodes; at most ${MAX_NODES} can be read` });
	}
	for (const node of nodes) {
		for (const { path, text } of stringsIn(node.parameters)) {
			if (!isExpression(text)) continue;
			const say = (what: string) =>
				findings.push({ node: node.name, message: `"${path}" ${what}: make it an operation` });
			if (text.length > MAX_EXPRESSION) say(`has ${text.length} characters`);
			if (STATEMENT.test(text)) say('has statements or functions');
			if (VENDOR_ID.test(text)) say('holds an id');
		}
	}
	return findings;
};

/** All expressions of all workflows together, reported once, with the first file. */
export const expressionsAltogether: Rule = (workflow, { shipped }) => {
	if (workflow !== shipped[0]) return [];
	const total = shipped
		.flatMap(({ document }) => document.nodes.filter((node) => !isSticky(node)))
		.flatMap((node) => [...stringsIn(node.parameters)])
		.filter(({ text }) => isExpression(text))
		.reduce((sum, { text }) => sum + text.length, 0);
	if (total <= MAX_EXPRESSIONS) return [];
	const message = `all expressions together have ${total} characters; at most ${MAX_EXPRESSIONS}`;
	return [{ message }];
};

/**
 * Flows whose runs hold nothing of a person: tables and defaults, the key of an event, texts of
 * templates. Every other flow keeps no run that went well.
 */
const NO_PEOPLE = [
	'setup/00-setup.json',
	'store/claim-event.json',
	'kaspi-whatsapp/23-templates.json',
];
/** n8n's defaults keep them, or an operator's environment may. */
const KEEPS_NOTHING = {
	saveDataSuccessExecution: 'none',
	saveExecutionProgress: false,
	saveManualExecutions: false,
};

/** Runs that went well are not kept where they hold personal data or come by a timer. */
export const savedRuns: Rule = ({ file, document }) => {
	if (NO_PEOPLE.includes(file)) return [];
	const set = { ...document.settings } as Record<string, unknown>;
	return Object.entries(KEEPS_NOTHING)
		.filter(([name, value]) => set[name] !== value)
		.map(([name, value]) => ({
			message: `settings.${name} must be ${JSON.stringify(value)}: runs hold personal data`,
		}));
};

/** n8n's own Webhook node puts all headers, keys among them, into the item of a run. */
export const noHeaders: Rule = ({ document }) =>
	document.nodes
		.filter(({ type, parameters }) => {
			const { options } = parameters as { options?: { showHeaders?: unknown } };
			return type === 'n8n-nodes-base.webhook' || options?.showHeaders === true;
		})
		.map(({ name }) => ({
			node: name,
			message: 'its items carry headers: use Signed Webhook Trigger, or switch them off',
		}));
