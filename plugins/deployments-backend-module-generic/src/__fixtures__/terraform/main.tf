variable "name" {
  type    = string
  default = ""
}

variable "artifact" {
  type    = string
  default = ""
}

variable "registry_token" {
  type      = string
  default   = ""
  sensitive = true
}

resource "terraform_data" "service" {
  input            = { name = var.name, artifact = var.artifact }
  triggers_replace = [var.artifact]

  provisioner "local-exec" {
    command = "sleep 0.5; echo started ${var.name}"
  }

  lifecycle {
    precondition {
      condition     = !endswith(var.name, "withdrawn")
      error_message = "This version was withdrawn."
    }
  }
}

output "slipway" {
  value = {
    basis     = "recorded"
    instances = [for one in [terraform_data.service.output] : { artifact = one.artifact, version = one.name } if one.artifact != ""]
  }
}
