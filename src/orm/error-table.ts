// Lists the error codes of the room orm with when each is thrown and its cure.
import { defineErrorTable, type ErrorRow } from "#kernel";
import { databaseErrors } from "./database/database-error-table.ts";

export const ormErrors: Readonly<Record<string, ErrorRow>> = defineErrorTable({
  ...databaseErrors,
  ORM_ANNOTATION_CLASH: {
    when: "An annotation has the name of a field of the model.",
    cure: "Give it another name.",
  },
  ORM_BAD_CTE: {
    when: "asCte() or recursive() follows values() or a combination of queries.",
    cure: "Call it before values(), union() and the like.",
  },
  ORM_BAD_DECIMAL: {
    when: "A decimal field has more decimal places than digits in all; reported by checkModels().",
    cure: "Make maxDigits at least as large as decimalPlaces.",
  },
  ORM_BAD_FIELD_NAME: {
    when: "A field's name contains a double underscore, ends in an underscore, or hides a member that every instance has.",
    cure: "Give the field another name.",
  },
  ORM_BAD_KEY: {
    when: "The option `primaryKey` of a model does not name several of its fields that may be a key together.",
    cure: "Name two or more fields with a column of their own that are never null, and no other primary key beside.",
  },
  ORM_BAD_KEY_VALUE: {
    when: "A key of several fields is asked for by something that is no list of as many values.",
    cure: "Give the values in the order of the option primaryKey: filter({ pk: [1, 2] }).",
  },
  ORM_BAD_NATURAL_KEY: {
    when: "getByNaturalKey() is given more or fewer values than the natural key has.",
    cure: "Give the values of its fields in order; of a foreign key, those of the other row's natural key.",
  },
  ORM_BAD_OPTION: {
    when: "An option of a model names a field that there is not; reported by checkModels().",
    cure: "Name a field of the model.",
  },
  ORM_BAD_PREFETCH: {
    when: "A Prefetch is given a query set of another model than its relation leads to, or several where it leads to one.",
    cure: "Give one query set of the model that the relation leads to.",
  },
  ORM_BAD_SLICE: {
    when: "A query is sliced from or to a negative number.",
    cure: "Use whole numbers from 0 on; reverse() the order to count from the end.",
  },
  ORM_BAD_THROUGH: {
    when: "The model of `through` has no foreign key to one of the two sides.",
    cure: "Give it one to each side, and name them in `throughFields` where it has several.",
  },
  ORM_BAD_TO_FIELD: {
    when: "The `toField` of a foreign key names no unique field of the target.",
    cure: "Name a field of the target that is unique: true.",
  },
  ORM_BULK_CONFLICT: {
    when: "bulkCreate() of a model with a parent is told what to do with rows that clash.",
    cure: "Create them without these options, or one by one with updateOrCreate().",
  },
  ORM_BULK_EXPRESSION: {
    when: "bulkCreate() is given an expression where a plain value is needed.",
    cure: "Insert that row by create(), or update it afterwards.",
  },
  ORM_COMBINED: {
    when: "filter(), exclude(), update() or delete() follows a union, intersection or difference.",
    cure: "Call it on each of the queries before they are combined.",
  },
  ORM_COMBINED_ORDER: {
    when: "A combined query is ordered by something that it does not select.",
    cure: "Order by a field of the model, or by a name that values() selects.",
  },
  ORM_COMPOSITE_KEY: {
    when: "A key of several fields stands where one column or one value is needed.",
    cure: "Use one of its fields in place of pk.",
  },
  ORM_COMPOSITE_TARGET: {
    when: "A relation leads to a model whose key is made of several fields.",
    cure: "Point at a unique field of it with toField, or give it a key of one field.",
  },
  ORM_DEFERRED_FIELD: {
    when: "A field is touched that only() or defer() left out.",
    cure: "Read it first with refresh({ fields: [...] }), or leave only() out.",
  },
  ORM_DOES_NOT_EXIST: {
    when: "A row that must exist does not.",
    cure: "Use first() where there may be none.",
  },
  ORM_DUPLICATE_MODEL: {
    when: "Two models have the same name.",
    cure: "Give one of them another name.",
  },
  ORM_FIELD_CLASH: {
    when: "A field has the name of one that the model inherits from its parent.",
    cure: "Give it another name.",
  },
  ORM_FILTERED_RELATION: {
    when: "The condition of a filtered relation reaches beyond the rows of the relation themselves.",
    cure: "Use the fields of that model alone, and filter by what lies beyond afterwards.",
  },
  ORM_KEY_CHANGED: {
    when: "bulkUpdate() is to write a field of the primary key, by which it finds the rows.",
    cure: "Name other fields, or delete the rows and create others.",
  },
  ORM_LONG_CHOICE: {
    when: "A choice of a field has more characters than its maxLength; reported by checkModels().",
    cure: "Make maxLength larger, or shorten the choice.",
  },
  ORM_LOOKUP_EXISTS: {
    when: "A lookup is registered under a name that the kind of field has already.",
    cure: "Give it another name.",
  },
  ORM_MANY_ASSIGNED: {
    when: "A relation to many is assigned.",
    cure: "Use its manager: await instance.relation.set([…]).",
  },
  ORM_MULTIPLE_OBJECTS: {
    when: "get() finds several rows.",
    cure: "Add lookups until one row is left, or use first().",
  },
  ORM_NO_DISTINCT_ON: {
    when: "distinct() is given fields on a database other than PostgreSQL.",
    cure: "Use a window: annotate rowNumber() over the fields and filter by 1.",
  },
  ORM_NO_MANAGER: {
    when: "`defaultManagerName` or `baseManagerName` names no static query set of the model's class.",
    cure: "Declare one: static readonly everything = new QuerySet(this).",
  },
  ORM_NO_NATURAL_KEY: {
    when: "The natural key of a row is asked for whose model has none.",
    cure: "Give the model the option `naturalKey` with the fields that name a row.",
  },
  ORM_NO_LATEST_BY: {
    when: "latest() or earliest() is called without a path on a model without `latestBy`.",
    cure: "Name the path, or set latestBy among the options of the model.",
  },
  ORM_NO_OTHER_SIDE: {
    when: "f.reverse() names a field that does not lead back to the model.",
    cure: "Name the foreign key or many-to-many field that leads here.",
  },
  ORM_NO_TEMPORAL: {
    when: "A date, time or duration is used where the platform has no Temporal and the polyfill is not installed.",
    cure: "Run npm install temporal-polyfill, or start Node with --harmony-temporal.",
  },
  ORM_NOT_A_MODEL: {
    when: "A relation leads to something that is not a model.",
    cure: "Give a function that returns a model class.",
  },
  ORM_NOT_AN_INSTANCE: {
    when: "A generic relation, or one whose links keep another field than the key, is given something that is no instance.",
    cure: "Give an instance: a key alone does not say of which model it is, or what the other field holds.",
  },
  ORM_NOT_AGGREGATE: {
    when: "aggregate() is given something that is no aggregate.",
    cure: "Compute values for each row by annotate(), and aggregate these.",
  },
  ORM_NOT_LOADED: {
    when: 'A relation is touched that was not loaded, in the fetch mode "raise".',
    cure: "Load it with the query, by selectRelated() or prefetchRelated().",
  },
  ORM_NOT_NULLABLE: {
    when: "Rows are to leave a relation whose foreign key cannot be null.",
    cure: "Delete the rows, or add them to another instance.",
  },
  ORM_NOT_ORDERED: {
    when: "The order of rows is asked for that have none of their own, or a row is put in order among others than its own.",
    cure: "Give the model the option `orderWithRespectTo` with the foreign key; give keys of the relation's own rows.",
  },
  ORM_NOT_UNIQUE: {
    when: "inBulk() is to find rows by a field that is not unique.",
    cure: "Name a unique field, or filter by in and group the rows by hand.",
  },
  ORM_NOT_UPDATED: {
    when: "The row of an instance that is saved is not there any more.",
    cure: "Read it again, or save with { forceInsert: true }.",
  },
  ORM_NULL_KEY: {
    when: "A primary key may be null; reported by checkModels().",
    cure: "Take null: true away.",
  },
  ORM_PROTECTED: {
    when: 'A delete is refused by rows that point at what would go, by onDelete "protect" or "restrict".',
    cure: "Delete or change those rows first, or choose another onDelete.",
  },
  ORM_RAW_WITHOUT_KEY: {
    when: "The SQL of raw() does not select the primary key.",
    cure: "Select it, or name the column that holds it by fields().",
  },
  ORM_RELATED_NAME_CLASH: {
    when: "A relatedName is the name of a field of the target.",
    cure: "Give it another relatedName.",
  },
  ORM_SAME_CTE: {
    when: "Two queries of one statement are named alike by asCte() or recursive().",
    cure: "Give each a name of its own, or use the same query set in both places.",
  },
  ORM_SET_DEFAULT: {
    when: "A foreign key is set to its default when its target goes, and has none; reported by checkModels().",
    cure: "Give it a default, or choose another onDelete.",
  },
  ORM_SET_NULL: {
    when: "A foreign key is set to null when its target goes, and cannot be null; reported by checkModels().",
    cure: "Add null: true, or choose another onDelete.",
  },
  ORM_SLICED: {
    when: "filter(), exclude(), update() or delete() follows a slice.",
    cure: "Call it before limit(), offset() or slice().",
  },
  ORM_SWAPPED_LATE: {
    when: "A model is put into a place of `swappable()` that holds another one already, or was asked for it.",
    cure: "Put it there once, before anything asks for the models that lead there.",
  },
  ORM_TABLE_CLASH: {
    when: "Two models are kept in the same table; reported by checkModels().",
    cure: "Give one of them another table.",
  },
  ORM_UNDEFINED_VALUE: {
    when: "The value of a lookup is undefined.",
    cure: "Leave the key out to ask for any value, or use isnull to ask for none.",
  },
  ORM_UNKNOWN_FIELD: {
    when: "A path or a record of values names a field that the model does not have.",
    cure: "Use one of the names that the error lists.",
  },
  ORM_UNKNOWN_LOOKUP: {
    when: "A path ends in a lookup that the field does not have.",
    cure: "Use one of the lookups that the error lists.",
  },
  ORM_UNKNOWN_MODEL: {
    when: "getModel() is given a name that no model has.",
    cure: "Write the label and the name, blog.Article, and import the module that defines it first.",
  },
  ORM_UNKNOWN_RELATION: {
    when: "selectRelated() or prefetchRelated() names something that is no relation it can load.",
    cure: "Use one of the relations that the error lists.",
  },
  ORM_UNSAVED_INSTANCE: {
    when: "An instance that is not saved stands where a row's key is needed.",
    cure: "Save it first.",
  },
});
