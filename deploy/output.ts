/** Everything that a command says. Whatever it says, no secret is in it. */
export class Output {
	private readonly secrets = new Set<string>();

	/** @param json progress goes to stderr anyway; stdout then holds the one result */
	constructor(
		private readonly write: { out: (text: string) => void; err: (text: string) => void },
		readonly json: boolean,
	) {}

	/** From now on these texts are not shown; shorter ones than six characters would blank half of the words. */
	hide(secrets: string[]): void {
		for (const secret of secrets) if (secret.length >= 6) this.secrets.add(secret);
	}

	/** What is going on. */
	progress(text: string): void {
		this.write.err(`${this.clean(text)}\n`);
	}

	/** What a person has asked for; with `--json` nothing. */
	say(text: string): void {
		if (!this.json) this.write.out(`${this.clean(text)}\n`);
	}

	/** The one result of `--json`. */
	result(value: object): void {
		if (this.json) this.write.out(`${this.clean(JSON.stringify(value))}\n`);
	}

	clean(text: string): string {
		let clean = text;
		for (const secret of this.secrets) {
			clean = clean
				.replaceAll(secret, '•••')
				.replaceAll(JSON.stringify(secret).slice(1, -1), '•••');
		}
		return clean;
	}
}
