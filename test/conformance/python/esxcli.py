"""The esxcli calls for pyVmomi, whose own type information leaves them out."""

from xml.etree import ElementTree
from xml.sax.saxutils import escape

from pyVmomi import VmomiSupport, vim

VERSION = "vim.version.version5"
EXECUTERS = {
    # A real server's name for the type, and vcsim's.
    "ReflectManagedMethodExecuter": "vim.reflect.Executer",
    "ManagedMethodExecuter": "vim.reflect.VcsimExecuter",
}


def _fields(*names, optional=False):
    flags = VmomiSupport.F_OPTIONAL if optional else 0
    return [(name, kind, VERSION, flags) for name, kind in names]


VmomiSupport.CreateDataType(
    "vim.reflect.SoapArgument", "ReflectManagedMethodExecuterSoapArgument", "vmodl.DynamicData", VERSION,
    _fields(("name", "string"), ("val", "string")))
VmomiSupport.CreateDataType(
    "vim.reflect.SoapFault", "ReflectManagedMethodExecuterSoapFault", "vmodl.DynamicData", VERSION,
    _fields(("faultMsg", "string")) + _fields(("faultDetail", "string"), optional=True))
VmomiSupport.CreateDataType(
    "vim.reflect.SoapResult", "ReflectManagedMethodExecuterSoapResult", "vmodl.DynamicData", VERSION,
    _fields(("response", "string"), ("fault", "vim.reflect.SoapFault"), optional=True))
for wsdl_name, name in EXECUTERS.items():
    VmomiSupport.CreateManagedType(name, wsdl_name, "vmodl.ManagedObject", VERSION, None, None)


def _method(name, result, flags, params):
    """Describes one method as the emitted type information does."""
    return VmomiSupport.LazyObject(
        name=name, typeName="vim.HostSystem", wsdlName=name, version=VERSION, isTask=False,
        params=tuple(VmomiSupport.LazyObject(name=p[0], typeName=p[1], version=VERSION, flags=p[2], privId=None)
                     for p in params),
        resultFlags=flags, resultName=result, methodResultName=result, privId=None, faults=[])


RETRIEVE = _method("RetrieveManagedMethodExecuter", "vmodl.ManagedObject", VmomiSupport.F_OPTIONAL, ())
EXECUTE = _method("ExecuteSoap", "vim.reflect.SoapResult", VmomiSupport.F_OPTIONAL, (
    ("moid", "string", 0), ("version", "string", 0), ("method", "string", 0),
    ("argument", "vim.reflect.SoapArgument[]", VmomiSupport.F_OPTIONAL)))


class EsxcliError(Exception):
    """What esxcli itself said went wrong."""


def executer_of(host):
    return host._stub.InvokeMethod(host, RETRIEVE, ())


def execute(executer, words, **arguments):
    """Runs one command and returns its rows as dictionaries, or the text of a scalar answer."""
    sent = [vim.reflect.SoapArgument(name=key, val="<%s>%s</%s>" % (key, escape(value), key))
            for key, value in sorted(arguments.items())]
    result = executer._stub.InvokeMethod(executer, EXECUTE, (
        "ha-cli-handler-" + "-".join(words[:-1]), "urn:vim25/5.0", "vim.EsxCLI." + ".".join(words), sent))
    if result.fault is not None:
        raise EsxcliError("%s %s" % (result.fault.faultMsg, result.fault.faultDetail or ""))
    return _decode(ElementTree.fromstring(result.response))


def _local(tag):
    return tag.rsplit("}", 1)[-1]


def _row(element):
    return {_local(field.tag): field.text or "" for field in element}


def _decode(answer):
    rows = [child for child in answer if _local(child.tag) == "DataObject"]
    if rows:
        return [_row(child) for child in rows]
    if len(answer) > 0:
        return [_row(answer)]
    kinds = [value for key, value in answer.attrib.items() if _local(key) == "type"]
    return [] if kinds == ["ArrayOfDataObject"] else (answer.text or "")
