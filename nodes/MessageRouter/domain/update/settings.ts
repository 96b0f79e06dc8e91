import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readButtons, readButtonsList, type ButtonRow } from './buttons';
import { readCommands, type CommandRow } from './commands';
import type { RouterSettings } from './route';

/**
 * What the node's fields say for one item. Any field may hold an expression, which gives whatever it
 * likes: a missing value counts as empty.
 *
 * @throws {InputError}
 */
export function settingsOf(context: IExecuteFunctions, itemIndex: number): RouterSettings {
	const field = (name: string) => context.getNodeParameter(name, itemIndex) as unknown;
	const { botUsername, buttonsList, country } = field('options') as IDataObject;
	const buttons = [
		...readButtonsList(lines(buttonsList)),
		...rowsOf(field('buttons'), 'button').map(buttonRow),
	];
	return {
		buttons: readButtons(buttons),
		commands: readCommands(rowsOf(field('commands'), 'command').map(commandRow)),
		botUsername: text(botUsername).trim().replace(/^@/, '').toLowerCase(),
		dialogStep: text(field('dialogStep')).trim(),
		inManagerChat: isTrue(field('inManagerChat')),
		country: text(country) || 'RU',
	};
}

function rowsOf(collection: unknown, name: string): IDataObject[] {
	return ((collection as IDataObject)[name] as IDataObject[] | undefined) ?? [];
}

function buttonRow({ label, name, inDialogStep }: IDataObject): ButtonRow {
	return { label: text(label), name: text(name), inDialogStep: isTrue(inDialogStep) };
}

function commandRow({ command, inDialogStep, inManagerChat }: IDataObject): CommandRow {
	return {
		command: text(command),
		inDialogStep: isTrue(inDialogStep),
		inManagerChat: isTrue(inManagerChat),
	};
}

/** An expression over the rows of a table gives a list. */
function lines(value: unknown): string {
	return Array.isArray(value) ? value.map(text).join('\n') : text(value);
}

function text(value: unknown): string {
	return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

/** Tables without booleans hold them as texts or numbers. */
function isTrue(value: unknown): boolean {
	return ['true', '1'].includes(text(value).trim().toLowerCase());
}
