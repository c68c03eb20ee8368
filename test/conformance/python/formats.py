"""Reads a report as the programs do that it is made for. usage: formats.py FORMAT FILE; prints what it saw as JSON."""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def junit(path):
    import xmlschema

    schema = xmlschema.XMLSchema(os.path.join(HERE, "..", "formats", "junit.xsd"))
    root = schema.to_objects(path)
    tests = [test for suite in root for test in suite]
    kinds = [child.name for test in tests for child in test]
    return {"suites": len(list(root)), "tests": len(tests), "kinds": {kind: kinds.count(kind) for kind in set(kinds)}}


def prometheus(path):
    from prometheus_client.parser import text_string_to_metric_families

    with open(path, encoding="utf-8", newline="") as file:
        families = list(text_string_to_metric_families(file.read()))
    return {
        family.name: {"type": family.type, "samples": [[sample.labels, sample.value] for sample in family.samples]}
        for family in families
    }


def markdown(path):
    from markdown_it import MarkdownIt

    with open(path, encoding="utf-8", newline="") as file:
        html = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(file.read())
    return {"html": html}


def ckl(path):
    import xmlschema

    schema = xmlschema.XMLSchema(os.path.join(HERE, "..", "formats", "checklist.xsd"))
    root = schema.to_objects(path)
    return {"statuses": [rule.find("STATUS").value for rule in root.findall(".//VULN")]}


print(json.dumps({"ckl": ckl, "junit": junit, "prometheus": prometheus, "markdown": markdown}[sys.argv[1]](sys.argv[2])))
