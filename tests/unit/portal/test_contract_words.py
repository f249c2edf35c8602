"""What is told about the fields of what travels."""

from services.portal.contract_words import endpoints, fields, topics


def test_fields_within_fields() -> None:
    drive = {"type": "object", "description": "A drive.", "properties": {"size": {"type": "integer", "maximum": 9}}}
    document = {"components": {"schemas": {"Drive": drive}}}
    schema = {
        "properties": {
            "drives": {"items": {"$ref": "#/components/schemas/Drive"}, "type": "array"},
            "loan_id": {"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]},
            "word": {"enum": ["a", "b"]},
        },
        "required": ["word"],
    }
    told = [(line.name, line.kind, line.required, line.meaning) for line in fields(schema, document)]
    assert told == [
        ("drives", "list: object", False, "A drive."),
        ("drives[].size", "integer, up to 9", False, ""),
        ("loan_id", "uuid or null", False, "The id of the loan."),
        ("word", "one of a, b", True, ""),
    ]


def test_documents_without_anything() -> None:
    assert endpoints({"paths": {}}) == []
    assert topics({"channels": {}}) == []
