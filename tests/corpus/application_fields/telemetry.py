"""What devices and programs tell of themselves, and of traffic: NetFlow."""
from application_fields.comparison import Application, Field, key, members, number, within

SET, TEMPLATE = members("sets"), within("sets", "templates")
SCOPE, FIELD = within("sets", "templates", "scope_fields"), within("sets", "templates", "fields")

def uptime(layer):
    return [f"{layer['sys_uptime'] / 1000:.9f}"]

def netflow_lengths(layer):
    """Of the fields in templates, each behind its scopes."""
    templates = [template for each in layer.get("sets", ()) for template in each.get("templates", ())]
    return [str(field["length"]) for template in templates for name in ("scope_fields", "fields")
            for field in template.get(name, ())]

# tshark has the same name for IPFIX, of which no file here has any that it knows.
NETFLOW = Application("netflow", "cflow", (
    Field("cflow.version", key("version"), number),
    Field("cflow.count", key("count"), number),
    Field("cflow.sysuptime", uptime),
    Field("cflow.sequence", lambda layer: key("flow_sequence")(layer) + key("sequence_number")(layer), number),
    Field("cflow.source_id", key("source_id"), number),
    Field("cflow.flowset_id", SET("set_id"), number),
    Field("cflow.flowset_length", SET("length"), number),
    Field("cflow.template_id", TEMPLATE("template_id"), number),
    Field("cflow.template_field_count", TEMPLATE("field_count"), number),
    Field("cflow.option_scope_length", TEMPLATE("scope_length"), number),
    Field("cflow.option_length", TEMPLATE("option_length"), number),
    Field("cflow.scope_field_type", SCOPE("scope_type"), number),
    Field("cflow.template_field_type", FIELD("type"), number),
    Field("cflow.template_field_length", netflow_lengths, number),
))

APPLICATIONS = (NETFLOW,)
