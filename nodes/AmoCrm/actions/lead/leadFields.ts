import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InputError, VendorError } from '../../../shared/errors';
import type { Marker } from '../../domain/activeLead';
import type { Body } from '../../api/client';
import { fieldIdOf, fieldOption, optionalIdOf, stageParameter } from '../fields';

export const priceOption: INodeProperties = {
	displayName: 'Price',
	name: 'price',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: 'Budget of the lead, a whole number',
};

/** amoCRM itself only replaces a list: see `addedToLists`. */
export const addToListsOption: INodeProperties = {
	displayName: 'Add to Lists',
	name: 'addToLists',
	type: 'boolean',
	default: false,
	description:
		'Whether choices of multi-select fields are added to those that the lead has, instead of taking their place',
};

/** A field and a text that tell one lead from all others. */
export function markerOptions(field: string, value: string): INodeProperties[] {
	return [
		fieldOption({
			displayName: 'Marker Field',
			name: 'markerField',
			method: 'getLeadTextFields',
			description: field,
		}),
		{
			displayName: 'Marker Value',
			name: 'markerValue',
			type: 'string',
			default: '',
			placeholder: 'e.g. pay_67890',
			description: value,
		},
	];
}

/** Undefined when neither is chosen. @throws {InputError} for one without the other */
export function markerOf({ markerField, markerValue }: IDataObject): Marker | undefined {
	const fieldId = fieldIdOf(markerField, 'Marker Field');
	const value = String(markerValue ?? '').trim();
	if (fieldId === undefined && value === '') return undefined;
	if (fieldId === undefined) {
		throw new InputError(
			'it is empty',
			'Marker Field',
			'Choose the field, or remove Marker Value.',
		);
	}
	if (value === '') {
		throw new InputError('it is empty', 'Marker Value', 'Give it, or remove Marker Field.');
	}
	return { fieldId, value };
}

/** What is chosen of price, responsible user and stage, in amoCRM's words. @throws {InputError} */
export function leadBody(options: IDataObject): Body {
	const responsible = optionalIdOf(options.responsibleUserId, 'Responsible User');
	const price = priceOf(options.price);
	return {
		...(price === undefined ? {} : { price }),
		...(responsible === undefined ? {} : { responsible_user_id: responsible }),
		...stageOf(options),
	};
}

/**
 * Pipeline and stage; a pipeline alone is its first stage.
 *
 * @throws {InputError} for a stage without its pipeline or of another one
 */
export function stageOf({ pipelineId, statusId }: IDataObject): {
	pipeline_id?: number;
	status_id?: number;
} {
	const pipeline_id = optionalIdOf(pipelineId, 'Pipeline');
	if (pipeline_id === undefined) return stageParameter(statusId);
	if (/^\d+$/.test(String(statusId ?? '').trim())) {
		return { pipeline_id, status_id: optionalIdOf(statusId, 'Stage') };
	}
	const stage = stageParameter(statusId);
	if (stage.pipeline_id !== undefined && stage.pipeline_id !== pipeline_id) {
		throw new InputError('it is of another pipeline', 'Stage', 'Remove the option Pipeline.');
	}
	return { pipeline_id, ...stage };
}

export function leadNotFound(): VendorError {
	return new VendorError('amoCRM has no lead with this ID', {
		code: 'not_found',
		outcome: 'rejected',
		hint: 'Check the ID. The lead may have been deleted or merged.',
	});
}

/** amoCRM takes no fractions (amocrm sheet §8). */
function priceOf(value: unknown): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const price = /^\d+$/.test(String(value).trim()) ? Number(value) : NaN;
	if (Number.isSafeInteger(price)) return price;
	throw new InputError('this is no whole number', 'Price', 'Round it, such as 4990.');
}
