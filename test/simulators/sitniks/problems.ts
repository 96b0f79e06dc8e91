/** An answer that is not a success, in the form of NestJS (sitniks sheet §7; the texts are assumptions). */
export class SitniksError extends Error {
	constructor(
		readonly status: number,
		readonly text: string | string[],
		private readonly error?: string,
	) {
		super(String(text));
	}

	get body(): object {
		const error = this.error === undefined ? {} : { error: this.error };
		return { statusCode: this.status, message: this.text, ...error };
	}
}

export const unauthorized = () => new SitniksError(401, 'Unauthorized');
export const noPlan = () => new SitniksError(403, 'Forbidden resource', 'Forbidden');
export const notFound = (text: string) => new SitniksError(404, text, 'Not Found');
export const noRoute = (method: string, path: string) => notFound(`Cannot ${method} ${path}`);
export const tooMany = () => new SitniksError(429, 'ThrottlerException: Too Many Requests');

/** Validation answers a list of texts, other refusals a single one. */
export const badRequest = (text: string | string[]) => new SitniksError(400, text, 'Bad Request');

/** Collects what is wrong with a request, because the answer names all of it at once. */
export class Checks {
	private readonly texts: string[] = [];

	need(isRight: boolean, text: string): void {
		if (!isRight) this.texts.push(text);
	}

	/** Fields that the endpoint does not have are refused, as Nest does with `forbidNonWhitelisted`. */
	onlyFields(body: object, fields: string[]): void {
		for (const key of Object.keys(body)) {
			this.need(fields.includes(key), `property ${key} should not exist`);
		}
	}

	/** @throws {SitniksError} 400 when something was wrong */
	done(): void {
		if (this.texts.length > 0) throw badRequest(this.texts);
	}
}
