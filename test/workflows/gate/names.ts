import { isSticky, type Finding, type Rule } from './types';

const MAX_LENGTH = 40;
const EMOJI = /\p{Extended_Pictographic}/u;
/** Words that keep their capital inside a title in sentence case. */
const PROPER =
	/^(API|CRM|CSV|HTTP|ID|URL|AI|A\/B|Kaspi(\.kz)?|WhatsApp|WAHA|Wahelp|Telegram|Sitniks|Instagram|Bridge|Data|Tables?|Postgres|SQLite|I)$/;

/** Node names say what the node does, in words that fit under it. */
export const nodeNames: Rule = ({ document }, { catalog }) => {
	const findings: Finding[] = [];
	const seen = new Set<string>();
	for (const node of document.nodes) {
		const { name } = node;
		const say = (message: string) => findings.push({ node: name, message });
		if (seen.has(name)) say('has the same name as another node');
		seen.add(name);
		if (name.length >= MAX_LENGTH)
			say(`has a name of ${name.length} characters; under ${MAX_LENGTH}`);
		if (EMOJI.test(name)) say('has an emoji in its name');
		if (name !== name.trim() || /\s{2}/.test(name)) say('has stray spaces in its name');
		if (!isSticky(node) && catalog.isDefaultName(name)) {
			say("has n8n's default name: say what it does, starting with a verb");
		}
	}
	return findings;
};

/** "31 · Record a payment in amoCRM": in its place in n8n's list, sentence case, no emoji; a tag tells the flow. */
export const workflowName: Rule = ({ file, document }) => {
	const { name, tags } = document;
	const findings: Finding[] = [];
	if (tags?.length !== 1) findings.push({ message: 'needs one tag, the name of its flow' });
	const [, number, title] = /^(\d\d) · (.+)$/u.exec(name) ?? [];
	if (!title) return [...findings, { message: `name "${name}" must look like "31 · Record it"` }];
	const numberOfFile = /\/(\d\d)-[^/]+$/.exec(file)?.[1];
	if (numberOfFile && numberOfFile !== number) {
		findings.push({ message: `name "${name}" must begin with ${numberOfFile}, as its file does` });
	}
	if (EMOJI.test(title)) findings.push({ message: `name "${name}" has an emoji` });
	if (/[.!]$/.test(title)) findings.push({ message: `name "${name}" ends with a full stop` });
	if (!/^\p{Lu}/u.test(title) && !/^(amoCRM|n8n)\b/.test(title)) {
		findings.push({ message: `name "${name}" must start with a capital` });
	}
	for (const word of title.split(/[\s,:()–—-]+/).slice(1)) {
		if (/^\p{Lu}/u.test(word) && !PROPER.test(word)) {
			findings.push({ message: `name "${name}" must be in sentence case: "${word}"` });
		}
	}
	return findings;
};
