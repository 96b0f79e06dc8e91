import { findByData, findByText, type Button, type ButtonMatch } from './buttons';
import { readCommand, type CommandRow, type WrittenCommand } from './commands';
import type { UpdateFacts } from './readUpdate';

/** Where a message can go, in the order of the node's outputs. */
export const ROUTES = [
	{ route: 'command', name: 'Command' },
	{ route: 'button', name: 'Button' },
	{ route: 'dialog_step', name: 'Dialog Step' },
	{ route: 'contact_shared', name: 'Contact Shared' },
	{ route: 'free_text', name: 'Free Text' },
	{ route: 'manager_chat', name: 'Manager Chat' },
	{ route: 'other', name: 'Other' },
] as const;

export type Route = (typeof ROUTES)[number]['route'];

/** What the bot knows, and where the client is. */
export interface RouterSettings {
	buttons: Button[];
	/** By name in lower case. */
	commands: Map<string, CommandRow>;
	/** Without `@`, in lower case; empty takes commands to any bot. */
	botUsername: string;
	/** Empty when the client is in none. */
	dialogStep: string;
	inManagerChat: boolean;
	/** Two letters: of phones that are typed without a country code. */
	country: string;
}

/** Why an update is nothing for the bot. */
export type OtherReason =
	| 'unknown_update'
	| 'not_private'
	| 'membership'
	| 'edited'
	| 'bot'
	| 'no_content'
	| 'another_bot'
	| 'unknown_button'
	| 'manager_chat';

export interface Decision {
	route: Route;
	/** Only with the route `other`. */
	reason: OtherReason | '';
	/** What was written, whatever the route: a dialog step must not take it for an answer. */
	command: WrittenCommand | null;
	/** Whether the command is in the list, and not for another bot. */
	known: boolean;
	button: Button | null;
}

/**
 * Decides what happens with an update:
 * a contact first; then a manager chat, in which only chosen commands and buttons with their emoji
 * work; then a dialog step; then commands, buttons, free text.
 */
export function decide(facts: UpdateFacts, settings: RouterSettings): Decision {
	const reason = notForUs(facts);
	if (reason) return other(reason);
	if (facts.contact) return decision('contact_shared');
	if (facts.callback) return decideCallback(facts.callback.data, settings);
	if (facts.text === '' && !facts.media) return other('no_content');
	// The caption of a picture is no command and no button: the picture would be lost.
	const command = facts.media ? null : readCommand(facts.text, facts.entities);
	const match = facts.media || command ? null : findByText(settings.buttons, facts.text);
	return decideText(command, match, settings);
}

function decideText(
	command: WrittenCommand | null,
	match: ButtonMatch | null,
	settings: RouterSettings,
): Decision {
	const { botUsername, commands, dialogStep, inManagerChat } = settings;
	const isOurs = !command?.bot || !botUsername || command.bot === botUsername;
	const known = command && isOurs ? commands.get(command.name) : undefined;
	const button = match?.button ?? null;
	const to = (route: Route) => ({ ...decision(route, button), command, known: Boolean(known) });
	if (inManagerChat) {
		if (known?.inManagerChat) return to('command');
		return match?.withEmoji ? to('button') : to('manager_chat');
	}
	if (dialogStep !== '') {
		if (known?.inDialogStep) return to('command');
		return button?.inDialogStep ? to('button') : to('dialog_step');
	}
	if (!isOurs) return { ...to('other'), reason: 'another_bot' };
	if (command) return to('command');
	return button ? to('button') : to('free_text');
}

/** A press of an inline button has no text that a manager could read. */
function decideCallback(data: string, settings: RouterSettings): Decision {
	const match = findByData(settings.buttons, data);
	if (!match) return other('unknown_button');
	const { button, withEmoji } = match;
	if (settings.inManagerChat) {
		return withEmoji ? decision('button', button) : other('manager_chat', button);
	}
	const waits = settings.dialogStep !== '' && !button.inDialogStep;
	return decision(waits ? 'dialog_step' : 'button', button);
}

function notForUs(facts: UpdateFacts): OtherReason | '' {
	if (facts.kind === 'unknown') return 'unknown_update';
	if (facts.chatType !== 'private') return 'not_private';
	if (facts.kind === 'membership') return 'membership';
	if (facts.kind === 'edited') return 'edited';
	return facts.user?.is_bot ? 'bot' : '';
}

function decision(route: Route, button: Button | null = null): Decision {
	return { route, reason: '', command: null, known: false, button };
}

function other(reason: OtherReason, button: Button | null = null): Decision {
	return { ...decision('other', button), reason };
}
