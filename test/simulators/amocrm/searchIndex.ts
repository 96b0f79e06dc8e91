interface Version {
	visibleAt: number;
	texts: string[];
}

/** The index behind `query`: substrings of every filled field, late by a lag (amocrm sheet §7.1). */
export class SearchIndex {
	private readonly versions = new Map<string, Version[]>();

	/** @param lagMs milliseconds until searches see these texts */
	put(key: string, texts: string[], lagMs: number): void {
		const now = Date.now();
		const known = this.versions.get(key) ?? [];
		const current = known.filter(({ visibleAt }) => visibleAt <= now).slice(-1);
		const coming = lagMs === 0 ? [] : known.filter(({ visibleAt }) => visibleAt > now);
		this.versions.set(key, [...current, ...coming, { visibleAt: now + lagMs, texts }]);
	}

	/** Whether one text of the entity, as the index knows it now, contains the term. */
	matches(key: string, term: string): boolean {
		const now = Date.now();
		const seen = (this.versions.get(key) ?? []).filter(({ visibleAt }) => visibleAt <= now);
		const texts = seen.at(-1)?.texts ?? [];
		const words = term.trim().toLowerCase();
		// Phones are compared without punctuation, but 7 and 8 in front are different digits.
		const digits = /^[\d\s()+.-]+$/.test(words) ? onlyDigits(words) : '';
		return texts.some(
			(text) =>
				text.toLowerCase().includes(words) || (digits !== '' && onlyDigits(text).includes(digits)),
		);
	}

	clear(): void {
		this.versions.clear();
	}
}

function onlyDigits(text: string): string {
	return text.replace(/\D/g, '');
}
