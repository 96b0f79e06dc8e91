/** What was done to the sandbox, and what its answers were. Times are milliseconds since 1970. */
export interface Played {
	startedAt: number;
	/** When everything was at rest, or the patience at its end. */
	endedAt: number;
	/** Codes that the platform got for each payment; 0 is a connection that broke, or an answer of n8n itself. */
	payments: Record<string, number[]>;
	orders: Record<string, { emittedAt: number; completedAt?: number }>;
	/** Texts of managers whose first report was not taken: they may change places with later ones. */
	late: string[];
	/** Chat in Sitniks by number of the buyer. */
	sitniksChats: Record<string, string>;
	/** Rows that were too old from the beginning. */
	aged: { orders: string[]; stageUsers: string[] };
	kills: Array<{ target: string; at: number; upAt: number }>;
	/** What the storm itself could not do. */
	trouble: string[];
}

export function nothingPlayed(startedAt: number): Played {
	return {
		startedAt,
		endedAt: startedAt,
		payments: {},
		orders: {},
		late: [],
		sitniksChats: {},
		aged: { orders: [], stageUsers: [] },
		kills: [],
		trouble: [],
	};
}
