import { ExpressionParser } from 'n8n-workflow';

import { nodesBefore } from './graph';
import { isExpression, isSticky, stringsIn, type Finding, type Rule } from './types';

/** Where plain text may hold `{{`, because it is code or a template of another kind. */
const NOT_AN_EXPRESSION = /(^|\.)(jsCode|pythonCode|content|html)$/;

/** What would not work on an operator's n8n, with the reason. */
const FORBIDDEN: Array<[RegExp, string]> = [
	[/\$getPairedItem\b/, '$getPairedItem is gone in n8n 3.0: use item linking'],
	[/\$evaluateExpression\b/, '$evaluateExpression is gone in n8n 3.0'],
	[/\$env\b/, '$env is blocked by default: use a setting in bot_settings'],
	[/\$vars\b/, '$vars needs a paid n8n: use a setting in bot_settings'],
	[/\$secrets\b/, '$secrets needs a paid n8n: use a credential'],
];

/** Expressions are closed and are JavaScript; so is the text of a Code node. */
export const expressions: Rule = ({ document }) =>
	document.nodes.flatMap((node): Finding[] => {
		if (isSticky(node)) return [];
		const say = (message: string): Finding => ({ node: node.name, message });
		return [...stringsIn(node.parameters)].flatMap(({ path, text }): Finding[] => {
			const forbidden = FORBIDDEN.filter(([pattern]) => pattern.test(text));
			const findings = forbidden.map(([, reason]) => say(`"${path}": ${reason}`));
			if (path === 'jsCode') {
				const broken = syntaxProblem(text, true);
				if (broken) findings.push(say(`"jsCode" is not JavaScript: ${broken}`));
			} else if (isExpression(text)) {
				findings.push(...expressionProblems(text).map((p) => say(`"${path}": ${p}`)));
			} else if (text.includes('{{') && !NOT_AN_EXPRESSION.test(path)) {
				findings.push(say(`"${path}" holds {{ }} but does not start with "="`));
			}
			return findings;
		});
	});

function expressionProblems(text: string): string[] {
	const chunks = ExpressionParser.splitExpression(text.slice(1));
	if (!chunks.some(({ type }) => type === 'code')) return ['starts with "=" but holds no {{ }}'];
	return chunks.flatMap((chunk) => {
		if (chunk.type !== 'code') return [];
		if (!chunk.hasClosingBrackets) return ['{{ is not closed'];
		const broken = syntaxProblem(chunk.text, false);
		return broken ? [`{{${chunk.text}}} is not JavaScript: ${broken}`] : [];
	});
}

function syntaxProblem(code: string, isScript: boolean): string | undefined {
	try {
		// Only parsed, never called.
		new Function(isScript ? `return (async () => {${code}\n})` : `return (${code}\n)`);
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}

/** `$('Node Name')` names a node of this workflow that can have run before. */
export const nodeReferences: Rule = ({ document }) => {
	const names = new Set(document.nodes.map(({ name }) => name));
	return document.nodes.flatMap((node): Finding[] => {
		if (isSticky(node)) return [];
		const referred = new Set<string>();
		for (const { path, text } of stringsIn(node.parameters)) {
			if (isExpression(text) || path === 'jsCode')
				for (const name of namesIn(text)) referred.add(name);
		}
		if (referred.size === 0) return [];
		const before = nodesBefore(node.name, document);
		return [...referred].flatMap((name): Finding[] => {
			if (!names.has(name)) {
				return [{ node: node.name, message: `refers to $('${name}'), which is no node` }];
			}
			if (before.has(name)) return [];
			return [{ node: node.name, message: `refers to $('${name}'), which does not run before it` }];
		});
	});
};

function namesIn(text: string): string[] {
	const patterns = [
		/\$\(\s*(["'`])((?:\\.|(?!\1).)*)\1/g,
		/\$node\[\s*(["'`])((?:\\.|(?!\1).)*)\1/g,
		/\$items\(\s*(["'`])((?:\\.|(?!\1).)*)\1/g,
	];
	return patterns.flatMap((pattern) =>
		[...text.matchAll(pattern)].map(([, , name]) => name.replace(/\\(.)/g, '$1')),
	);
}
