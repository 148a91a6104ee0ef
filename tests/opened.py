"""What is sealed in the tables, opened past every policy: for proofs that look with the eyes of the owner."""

from typing import Any

import psycopg
from django.db import models

from rondom.keys.sealed import Closed, Sealed


def opened(owner: psycopg.Connection, model: type[models.Model], **which: Any) -> list[Any]:
    """The rows of a model that the owner finds; what is sealed in them opens when it is read."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    found = model._base_manager.filter(**which).values_list(*names)
    sql, values = found.query.sql_with_params()
    return [
        model.from_db(
            "default",
            names,
            [
                Closed(value) if isinstance(field, Sealed) and value is not None else value
                for field, value in zip(fields, row, strict=True)
            ],
        )
        for row in owner.execute(sql, values)
    ]
