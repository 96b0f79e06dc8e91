import { z } from '../../shared/vendor';

/** Numbers that amoCRM sends as text in some places. */
const id = z.coerce.number().int().positive();
const unixSeconds = z.coerce.number().nullish();

/** `enum_id` and `enum_code` only where the field has choices (amocrm sheet §6.2). */
export const fieldValueSchema = z
	.object({
		value: z.unknown(),
		enum_id: z.coerce.number().nullish(),
		enum_code: z.string().nullish(),
	})
	.passthrough();

export const fieldSchema = z
	.object({
		field_id: id,
		field_name: z.string().nullish(),
		field_code: z.string().nullish(),
		field_type: z.string().nullish(),
		values: z.array(fieldValueSchema).nullish(),
	})
	.passthrough();

const reference = z.object({ id, is_main: z.boolean().nullish() }).passthrough();

/** A contact or a lead; `custom_fields_values` is null when nothing is filled (sheet §6.2, §7.3, §8). */
export const entitySchema = z
	.object({
		id,
		name: z.string().nullish(),
		updated_at: unixSeconds,
		created_at: unixSeconds,
		is_deleted: z.boolean().nullish(),
		status_id: z.coerce.number().nullish(),
		pipeline_id: z.coerce.number().nullish(),
		custom_fields_values: z.array(fieldSchema).nullish(),
		_embedded: z
			.object({
				contacts: z.array(reference).nullish(),
				leads: z.array(reference).nullish(),
			})
			.passthrough()
			.nullish(),
	})
	.passthrough();

/** What a create answers: id and request_id only (sheet §7.4). */
export const createdSchema = z
	.object({ id, request_id: z.coerce.string().nullish() })
	.passthrough();

/** `/leads/complex` answers a plain array; after a merge `request_id` lists several inputs (sheet §9). */
export const complexSchema = z.array(
	z
		.object({
			id,
			contact_id: z.coerce.number().nullish(),
			company_id: z.coerce.number().nullish(),
			request_id: z.array(z.coerce.string()).nullish(),
			merged: z.boolean().nullish(),
		})
		.passthrough(),
);

const updated = z.array(z.object({ id }).passthrough()).optional();

/** What an update answers: `{id, …}`, or the envelope, with what was refused beside it (sheet §5, §7.5). */
export const updatedSchema = z.object({
	id: id.optional(),
	_embedded: z.object({ contacts: updated, leads: updated }).optional(),
	errors: z.record(z.unknown()).optional(),
});
export type Updated = z.infer<typeof updatedSchema>;

/** What linking answers: the links that were made (sheet §8). */
export const linkedSchema = z.object({
	_embedded: z.object({ links: z.array(z.object({ to_entity_id: id }).passthrough()) }),
});

export const noteSchema = z
	.object({
		id,
		entity_id: id,
		note_type: z.string().nullish(),
		created_at: unixSeconds,
		params: z.record(z.unknown()).or(z.array(z.unknown())).nullish(),
	})
	.passthrough();

const choiceSchema = z.object({ id, value: z.string(), code: z.string().nullish() }).passthrough();

/** A custom field as the account defines it (sheet §6.1). */
export const fieldDefinitionSchema = z
	.object({
		id,
		name: z.string(),
		type: z.string(),
		code: z.string().nullish(),
		is_api_only: z.boolean().nullish(),
		enums: z.array(choiceSchema).nullish(),
	})
	.passthrough();

const statusSchema = z
	.object({ id, name: z.string(), type: z.coerce.number().nullish() })
	.passthrough();

/** Type 1 of a status is "Неразобранное" (sheet §11). */
export const pipelineSchema = z
	.object({
		id,
		name: z.string(),
		is_main: z.boolean().nullish(),
		is_archive: z.boolean().nullish(),
		_embedded: z.object({ statuses: z.array(statusSchema) }).passthrough(),
	})
	.passthrough();

export const userSchema = z
	.object({
		id,
		name: z.string(),
		rights: z.object({ is_active: z.boolean().nullish() }).passthrough().nullish(),
	})
	.passthrough();

export const tagSchema = z.object({ id, name: z.string() }).passthrough();

export const webhookSchema = z
	.object({
		id: z.coerce.number().nullish(),
		destination: z.string(),
		disabled: z.boolean().nullish(),
		settings: z.array(z.string()),
	})
	.passthrough();

export type Entity = z.infer<typeof entitySchema>;
export type FieldValue = z.infer<typeof fieldValueSchema>;
export type Field = z.infer<typeof fieldSchema>;
export type Created = z.infer<typeof createdSchema>;
export type ComplexCreated = z.infer<typeof complexSchema>[number];
export type Note = z.infer<typeof noteSchema>;
export type FieldDefinition = z.infer<typeof fieldDefinitionSchema>;
export type Pipeline = z.infer<typeof pipelineSchema>;
export type User = z.infer<typeof userSchema>;
export type Tag = z.infer<typeof tagSchema>;
export type Webhook = z.infer<typeof webhookSchema>;
