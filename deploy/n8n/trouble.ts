/** What can stand in the way, each with words and a next step in `words/`. */
export interface Troubles {
	unreachable: { url: string; reason: string };
	redirected: { url: string; to: string };
	notN8n: { url: string };
	wrongKey: { url: string };
	apiOff: { url: string };
	oldN8n: { version?: string; missing: string[] };
	missingScopes: { scopes: string[] };
	missingPack: { types: string[] };
	refused: { what: string; status: number; message: string };
	unpublished: { name: string; message: string };
	badCredential: { name: string; key: string; message: string };
	missingAnswers: { answers: string[] };
	badAnswer: { what: string; message: string };
	setupFailed: { execution?: string };
	/** Another run is at work. */
	busy: { host: string; seconds: number };
	/** Another run has been at work since this one made its plan. */
	overtaken: { host: string };
	cancelled: Record<string, never>;
}

export type TroubleKind = keyof Troubles;

/** Something that the operator can do something about; everything else is a defect. */
export class Trouble<Kind extends TroubleKind = TroubleKind> extends Error {
	constructor(
		readonly kind: Kind,
		readonly details: Troubles[Kind],
	) {
		super(kind);
	}
}
