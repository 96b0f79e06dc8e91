import { InputError } from '../../../shared/errors';
import type { TelegramEntity } from './schema';

/** A command as the node's fields hold it. */
export interface CommandRow {
	command: string;
	inDialogStep: boolean;
	inManagerChat: boolean;
}

/** A command that a client wrote. */
export interface WrittenCommand {
	/** Lower case, without the slash. */
	name: string;
	/** What follows the command, such as the payload of a deep link. */
	argument: string;
	/** The bot that it is addressed to, in lower case; empty when to none. */
	bot: string;
}

const NAME = /^[a-z0-9_]{1,32}$/;
const WRITTEN = /^\/([a-z0-9_]{1,32})(?:@(\w+))?$/i;

/**
 * The known commands by name, in lower case and without the slash.
 *
 * @throws {InputError} for what cannot be a command, and for one that is listed twice
 */
export function readCommands(rows: CommandRow[]): Map<string, CommandRow> {
	const commands = new Map<string, CommandRow>();
	for (const [index, row] of rows.entries()) {
		const name = row.command.trim().replace(/^\//, '').toLowerCase();
		if (!NAME.test(name)) {
			throw new InputError(
				`command ${index + 1} is not a command of Telegram`,
				'Commands',
				'Use up to 32 Latin letters, digits and underscores, without spaces.',
			);
		}
		if (commands.has(name)) {
			throw new InputError(`"${name}" is listed twice`, 'Commands', 'Remove one of the rows.');
		}
		commands.set(name, row);
	}
	return commands;
}

/**
 * The command that a text starts with, by Telegram's own mark when the text has any, so that
 * `/home/x` or `/ text` are no commands.
 */
export function readCommand(text: string, entities: TelegramEntity[]): WrittenCommand | null {
	const mark = entities.find(({ type, offset }) => type === 'bot_command' && offset === 0);
	const length = entities.length > 0 ? (mark?.length ?? 0) : text.search(/\s|$/);
	const [, name, bot = ''] = WRITTEN.exec(text.slice(0, length)) ?? [];
	if (name === undefined) return null;
	return {
		name: name.toLowerCase(),
		argument: text.slice(length).trim(),
		bot: bot.toLowerCase(),
	};
}
