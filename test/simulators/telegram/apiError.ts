/** A failed call: becomes the HTTP status and the envelope `{"ok":false,"error_code",…}` (telegram sheet §1). */
export class ApiError extends Error {
	constructor(
		readonly code: number,
		readonly description: string,
		/** `retry_after` in seconds, or the id that a group was upgraded to; absent for all other errors. */
		readonly parameters?: { retry_after: number } | { migrate_to_chat_id: number },
	) {
		super(description);
	}
}

export const badRequest = (text: string) => new ApiError(400, `Bad Request: ${text}`);
export const forbidden = (text: string) => new ApiError(403, `Forbidden: ${text}`);
export const conflict = (text: string) => new ApiError(409, `Conflict: ${text}`);
export const tooManyRequests = (seconds: number) =>
	new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
