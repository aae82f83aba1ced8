"""What devices tell of traffic, and what peers tell each other: NetFlow, sFlow, BitTorrent DHT."""
from application_fields.comparison import Application, Field, has, key, members, number, within

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

SAMPLE, RECORD, COUNTER = members("samples"), within("samples", "records"), within("samples", "counters")


def sample_numbers(list_, name):
    """Of the samples that have such records, the values under a key."""
    return lambda layer: [str(sample[name]) for sample in layer.get("samples", ()) if list_ in sample]


def structure_lengths(layer):
    return [str(each["length"]) for sample in layer.get("samples", ()) for name in ("records", "counters")
            for each in sample.get(name, ())]


SFLOW = Application("sflow", "sflow", (
    Field("sflow_245.version", key("version"), number),
    Field("sflow_245.agent", key("agent_address")),
    Field("sflow_245.agent.v6", key("agent_ipv6_address")),
    Field("sflow_245.sub_agent_id", key("sub_agent_id"), number),
    Field("sflow_245.sequence_number", key("sequence_number"), number),
    Field("sflow_245.sysuptime", key("uptime"), number),
    Field("sflow_245.numsamples", key("sample_count"), number),
    Field("sflow_245.sampletype", SAMPLE("format"), number),
    Field("sflow_5.sample_length", SAMPLE("length"), number),
    Field("sflow.flow_sample.sequence_number", sample_numbers("records", "sequence_number"), number),
    Field("sflow.flow_sample.sampling_rate", SAMPLE("sampling_rate"), number),
    Field("sflow.flow_sample.sample_pool", SAMPLE("sample_pool"), number),
    Field("sflow.flow_sample.dropped_packets", SAMPLE("drops"), number),
    Field("sflow.flow_sample.flow_record", sample_numbers("records", "record_count"), number),
    Field("sflow.counters_sample.sequence_number", sample_numbers("counters", "sequence_number"), number),
    Field("sflow.counters_sample.counters_records", sample_numbers("counters", "record_count"), number),
    Field("sflow_245.flow_record_format", RECORD("format"), number),
    Field("sflow_245.counters_record_format", COUNTER("format"), number),
    Field("sflow_5.flow_data_length", structure_lengths, number),
    Field("sflow_245.header_protocol", RECORD("header_protocol"), number),
    Field("sflow_245.header.frame_length", RECORD("frame_length"), number),
    Field("sflow_245.header.payload_stripped", RECORD("stripped"), number),
    Field("sflow_245.header.sampled_header_length", RECORD("header_length"), number),
    Field("sflow_245.header", RECORD("header")),
    Field("sflow_245.vlan.in", RECORD("src_vlan"), number),
    Field("sflow_245.vlan.out", RECORD("dst_vlan"), number),
    Field("sflow_245.iftype", COUNTER("if_type"), number),
    Field("sflow_245.ifspeed", lambda layer: [number(text) for text in COUNTER("if_speed")(layer)], number),
    Field("sflow_245.ifinoct", lambda layer: [number(text) for text in COUNTER("in_octets")(layer)], number),
    Field("sflow_245.ifinbcast", COUNTER("in_broadcast"), number),
    Field("sflow_245.ifoutoct", lambda layer: [number(text) for text in COUNTER("out_octets")(layer)], number),
    Field("sflow_245.ifouterr", COUNTER("out_errors"), number),
))



def dht_members(name):
    """Of all nodes and peers, the values under a key; the receiver's own stands first."""
    return lambda layer: [str(node[name]) for list_ in ("nodes", "nodes6", "values") for node in layer.get(list_, ())
                          if name in node]


def dht_query(layer):
    """tshark's strings, keys among them; what is no text it shows in hexadecimal."""
    words = ["a"]
    for name in ("id", "info_hash", "target"):
        words += [name, layer[name]] if name in layer else []
    words += ["q", layer["method"], "t", layer["transaction_id"]]
    if "version" in layer:
        words += ["v", layer["version"].encode().decode("unicode_escape").encode("latin-1").hex()]
    return [*words, "y", "q"]


BT_DHT = Application("bt_dht", "bt-dht", (
    Field("bt-dht.bencoded.string", dht_query, applies=has("type", "query")),
    Field("bt-dht.id", dht_members("id")),
    Field("bt-dht.ip", lambda layer: key("external_address")(layer) + dht_members("address")(layer)),
    Field("bt-dht.port", lambda layer: key("external_port")(layer) + dht_members("port")(layer), number),
))

APPLICATIONS = (NETFLOW, SFLOW, BT_DHT)
