import type { Dice } from './dice';
import type { PlannedChat, PlannedMessage } from './plan';
import type { Size } from './sizes';

/** Clients and managers who write to each other; each text is unique, so that it can be traced. */
export function planChats(dice: Dice, size: Size): PlannedChat[] {
	return Array.from({ length: size.chats }, (_, index) => {
		const client = 7000 + index;
		const sides = [
			['client', 'Вопрос'],
			['manager', 'Ответ'],
		] as const;
		const messages = sides.flatMap(([from, word]) => {
			const times = Array.from({ length: size.messagesEach }, () =>
				dice.between(0, size.stormMs),
			).sort((a, b) => a - b);
			return times.map((at, number): PlannedMessage => {
				const text = `${word} ${number + 1} клиента ${client}`;
				return { at, from, text, copies: dice.chance(0.3) ? 2 : 1 };
			});
		});
		return { client, messages: messages.sort((a, b) => a.at - b.at) };
	});
}
