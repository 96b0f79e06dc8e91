import { Trouble } from './n8n/trouble';

export interface Choice {
	value: string;
	label: string;
	hint?: string;
}

/** How questions reach a person. */
export interface Asker {
	text(message: string, options?: { hint?: string; optional?: boolean }): Promise<string>;
	secret(message: string, options?: { optional?: boolean }): Promise<string>;
	choose(message: string, choices: Choice[]): Promise<string>;
	chooseSome(message: string, choices: Choice[]): Promise<string[]>;
	confirm(message: string, initial: boolean): Promise<boolean>;
}

/**
 * Questions in the terminal. The library is loaded when the first one is asked.
 *
 * @param required what to say when an answer must not be empty
 */
export function terminalAsker(required: string): Asker {
	const answered = async <Value>(ask: (library: Clack) => Promise<Value | symbol>) => {
		const library = await import('@clack/prompts');
		const value = await ask(library);
		if (library.isCancel(value)) throw new Trouble('cancelled', {});
		return value as Value;
	};
	const validate = (optional?: boolean) => (value: string | undefined) =>
		optional || value?.trim() ? undefined : required;
	return {
		text: async (message, { hint, optional } = {}) => {
			const options = { message, placeholder: hint, validate: validate(optional) };
			return ((await answered<string>(({ text }) => text(options))) ?? '').trim();
		},
		secret: async (message, { optional } = {}) => {
			const options = { message, validate: validate(optional) };
			return ((await answered<string>(({ password }) => password(options))) ?? '').trim();
		},
		choose: async (message, choices) =>
			await answered<string>(({ select }) => select({ message, options: choices })),
		chooseSome: async (message, choices) =>
			await answered<string[]>(({ multiselect }) =>
				multiselect({ message, options: choices, required: true }),
			),
		confirm: async (message, initial) =>
			await answered<boolean>(({ confirm }) => confirm({ message, initialValue: initial })),
	};
}

type Clack = typeof import('@clack/prompts');
